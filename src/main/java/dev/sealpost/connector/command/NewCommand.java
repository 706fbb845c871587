package dev.sealpost.connector.command;

import dev.sealpost.connector.kit.NewConnector;
import dev.sealpost.node.CommandSurroundings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Command {@code connector new}: creates the folder of a connector. */
@Command(
        name = "new",
        description = {
            "Creates connectors/<name>/ with a connector that works, to change into yours.",
            "docs/writing-a-connector.md leads through it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:created", "1:not created", "2:invalid usage or configuration"})
public final class NewCommand implements Callable<Integer> {

    private final CommandSurroundings surroundings;
    private final PrintStream out;
    private final PrintStream error;

    @Parameters(
            index = "0",
            paramLabel = "<name>",
            description = "<system>-<thing>-<sink|source|action>, such as acme-person-sink.")
    private String name = "";

    public NewCommand(CommandSurroundings surroundings) {
        this.surroundings = surroundings;
        this.out = surroundings.out();
        this.error = surroundings.error();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return CommandEnvironment.run(surroundings, this::create);
    }

    private int create(CommandEnvironment environment) {
        try {
            Path folder = NewConnector.create(environment.home().resolve("connectors"), name);
            out.println("Created " + folder + ". Next: sealpost connector test " + folder);
            return CommandSurroundings.OK;
        } catch (IllegalArgumentException e) {
            error.println(e.getMessage());
            return CommandSurroundings.USAGE_ERROR;
        } catch (IOException e) {
            error.println("Not created: " + e.getMessage());
            return CommandSurroundings.FAILED;
        }
    }
}
