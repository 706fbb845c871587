package dev.sealpost.connector.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.connector.GuardedVendorClient;
import dev.sealpost.connector.VendorClient;
import dev.sealpost.connector.call.MakeCall;
import dev.sealpost.connector.call.TestConnection;
import dev.sealpost.connector.catalog.Connector;
import dev.sealpost.connector.catalog.ParameterException;
import dev.sealpost.connector.credential.Credential;
import dev.sealpost.connector.credential.CredentialException;
import dev.sealpost.connector.credential.Credentials;
import dev.sealpost.connector.kit.ConnectorFinding;
import dev.sealpost.connector.kit.ConnectorFolder;
import dev.sealpost.connector.kit.TestConnector;
import dev.sealpost.connector.limit.CallLocks;
import dev.sealpost.connector.limit.CredentialLimits;
import dev.sealpost.egress.LoopbackClient;
import dev.sealpost.node.CommandSurroundings;
import dev.sealpost.route.file.RouteFileProblem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Command {@code connector test}: plays the conversation of a connector, or tests a credential at its vendor. */
@Command(
        name = "test",
        description = {
            "Tests a connector or a credential.",
            "With a folder: checks the rules and plays the conversation against the connector, on this machine only.",
            "With --credential: shows at the vendor whether the credential works, by a request that changes nothing."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:works", "1:does not work", "2:invalid usage or configuration"})
public final class TestCommand implements Callable<Integer> {

    private final CommandSurroundings surroundings;
    private final PrintStream out;
    private final PrintStream error;

    @Parameters(
            index = "0",
            paramLabel = "<folder or name>",
            description = "Folder of a connector, or its name. Without --credential, the folder must exist.")
    private String connector = "";

    @Option(
            names = "--credential",
            paramLabel = "<name>",
            description = "Credential of config/credentials.yaml to test at the vendor.")
    private Optional<String> credential = Optional.empty();

    @Option(
            names = "--parameter",
            paramLabel = "<name>=<value>",
            description = "Parameter of the connector, such as baseUrl. Can be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    public TestCommand(CommandSurroundings surroundings) {
        this.surroundings = surroundings;
        this.out = surroundings.out();
        this.error = surroundings.error();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return CommandEnvironment.run(surroundings, this::test);
    }

    private int test(CommandEnvironment environment) throws IOException {
        try {
            return credential.isPresent() ? connection(environment, credential.get()) : conversation(environment);
        } catch (ParameterException e) {
            error.println(e.getMessage() + "; " + e.remedy());
            return CommandSurroundings.USAGE_ERROR;
        } catch (CredentialException e) {
            error.println(e.getMessage());
            return CommandSurroundings.FAILED;
        }
    }

    private int conversation(CommandEnvironment environment) throws IOException {
        Path folder = Path.of(connector);
        Path found = Files.isDirectory(folder)
                ? folder
                : environment.home().resolve("connectors").resolve(connector);
        if (!Files.isDirectory(found)) {
            error.println("neither " + connector + " nor connectors/" + connector
                    + " is a folder; to test a credential, add --credential");
            return CommandSurroundings.USAGE_ERROR;
        }
        try (LoopbackClient loopback = environment.loopback()) {
            List<ConnectorFinding> findings =
                    new TestConnector(new GuardedVendorClient(loopback.connectors())).test(new ConnectorFolder(found));
            findings.forEach(out::println);
            out.println(
                    findings.isEmpty()
                            ? "The connector keeps the rules and its conversation."
                            : findings.size() + " findings");
            return findings.isEmpty() ? CommandSurroundings.OK : CommandSurroundings.FAILED;
        }
    }

    private int connection(CommandEnvironment environment, String name) {
        Connector found = find(environment.home());
        VendorClient client = environment.client();
        Clock clock = Clock.systemUTC();
        Credentials credentials = environment.credentials().credentials(client, clock);
        found.requireCredential(name, credentials);
        Credential account = credentials.find(name).orElseThrow();
        MakeCall.Surroundings calls =
                new MakeCall.Surroundings(client, CredentialLimits.none(), CallLocks.none(), clock);
        Map<String, JsonNode> values = found.valuesAsFarAsGiven(parameters);
        TestConnection.ConnectionResult result =
                new TestConnection(found.call().orElseThrow(), calls).test(account, values);
        out.println(result.message());
        return result.works() ? CommandSurroundings.OK : CommandSurroundings.FAILED;
    }

    private Connector find(Path home) {
        String name = Path.of(connector).getFileName().toString();
        HomeConnectors connectors = new HomeConnectors(home);
        return connectors
                .find(name)
                .filter(each -> each.call().isPresent())
                .orElseThrow(() -> new CredentialException(connectors
                        .problem(name)
                        .map(RouteFileProblem::toString)
                        .orElse("there is no connector " + name + "; sealpost connectors lists all")));
    }
}
