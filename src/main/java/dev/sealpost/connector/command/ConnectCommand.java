package dev.sealpost.connector.command;

import dev.sealpost.connector.credential.ConnectAccount;
import dev.sealpost.connector.credential.CredentialException;
import dev.sealpost.connector.credential.CredentialFile;
import dev.sealpost.node.CommandSurroundings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.BindException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Command {@code connector connect}: lets the owner of an account authorize Sealpost, and keeps the first refresh token. */
@Command(
        name = "connect",
        description = {
            "Connects the account of a credential of the kind oauth2-authorization-code.",
            "Prints a link to open in a browser, waits for the browser to return, and keeps the refresh token, encrypted, in the"
                    + " database. The node may be running."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:connected", "1:not connected", "2:invalid usage or configuration"})
public final class ConnectCommand implements Callable<Integer> {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost");
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final CommandSurroundings surroundings;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream error;

    @Parameters(index = "0", paramLabel = "<credential>", description = "Its name in config/credentials.yaml.")
    private String credential = "";

    @Option(
            names = "--port",
            paramLabel = "<port>",
            defaultValue = "8976",
            description =
                    "Port on 127.0.0.1 to which the browser returns. Register http://127.0.0.1:<port>/callback at the"
                            + " vendor. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--paste",
            description =
                    "Reads the URL to which the browser returned from standard input, for a machine without a browser.")
    private boolean isPasted;

    /** @param in a person pastes the URL into it */
    public ConnectCommand(CommandSurroundings surroundings, InputStream in) {
        this.surroundings = surroundings;
        this.in = in;
        this.out = surroundings.out();
        this.error = surroundings.error();
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            return CommandEnvironment.run(surroundings, this::connect);
        } catch (CredentialException | IOException e) {
            error.println("Not connected: " + e.getMessage());
            return CommandSurroundings.FAILED;
        } catch (RuntimeException e) {
            return CommandEnvironment.invalid(surroundings, e);
        }
    }

    private int connect(CommandEnvironment environment) throws IOException, InterruptedException {
        CredentialFile file = environment.credentials();
        // Opened first, so that nobody authorizes in vain.
        var database = environment.database();
        var cipher = environment.cipher();
        ConnectAccount account = ConnectAccount.begin(
                file, credential, "http://127.0.0.1:" + port + "/callback", environment.client(), Clock.systemUTC());
        out.println("Open this link in a browser and allow the access:");
        out.println(account.link());
        account.finish(isPasted ? pasted(account) : received(account)).keep(database, environment.data(), cipher);
        out.println("Connected " + credential + ".");
        return CommandSurroundings.OK;
    }

    private String pasted(ConnectAccount account) throws IOException {
        out.println("Paste the URL of the page to which the browser returns, " + account.redirectUrl() + "?…:");
        String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        return line == null ? "" : line.strip().replaceFirst("^[^?]*\\?", "").replaceFirst("#.*$", "");
    }

    private String received(ConnectAccount account) throws IOException, InterruptedException {
        try (LoopbackCallback callback = new LoopbackCallback(port(URI.create(account.redirectUrl())))) {
            out.println("Waiting for the browser to return to " + account.redirectUrl() + " …");
            return callback.await(PATIENCE)
                    .orElseThrow(() -> new CredentialException("the browser did not return within ten minutes"));
        } catch (BindException e) {
            throw new IOException("the port for the answer of the browser is in use: choose another one by --port", e);
        }
    }

    /** Returns the port of a URL on this machine; a proxy passes any other one on to the port of the option. */
    private int port(URI url) {
        return LOOPBACK.contains(String.valueOf(url.getHost())) && url.getPort() > 0 ? url.getPort() : port;
    }
}
