package dev.sealpost.connector.command;

import dev.sealpost.connector.catalog.Connector;
import dev.sealpost.node.CommandSurroundings;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Command {@code connectors}: lists the connectors that routes can use. */
@Command(
        name = "connectors",
        description = "Lists the connectors of connectors/ and those inside the jar.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:listed", "2:invalid usage or configuration"})
public final class ConnectorsCommand implements Callable<Integer> {

    private final CommandSurroundings surroundings;
    private final PrintStream out;

    @Option(names = "--parameters", description = "Shows the parameters of each connector too.")
    private boolean showsParameters;

    public ConnectorsCommand(CommandSurroundings surroundings) {
        this.surroundings = surroundings;
        this.out = surroundings.out();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return CommandEnvironment.run(surroundings, this::list);
    }

    private int list(CommandEnvironment environment) {
        new HomeConnectors(environment.home()).valid().forEach(this::print);
        return CommandSurroundings.OK;
    }

    private void print(Connector connector) {
        out.printf(
                "%-36s %s%n", connector.name(), connector.description().strip().replaceAll("\\s+", " "));
        if (showsParameters) {
            connector
                    .parameters()
                    .forEach(parameter -> out.printf(
                            "    %-18s %-8s %s%n",
                            parameter.name(),
                            parameter.isRequired()
                                    ? "required"
                                    : parameter.type().word(),
                            parameter.description()));
        }
    }
}
