package dev.sealpost.connector.command;

import dev.sealpost.connector.kit.NewConnector;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    private final Map<String, Object> defaults;
    private final List<String> settings;
    private final PrintStream out;
    private final PrintStream error;

    @Parameters(
            index = "0",
            paramLabel = "<name>",
            description = "<system>-<thing>-<sink|source|action>, such as acme-person-sink.")
    private String name = "";

    public NewCommand(Map<String, Object> defaults, List<String> settings) {
        this(defaults, settings, System.out, System.err);
    }

    NewCommand(Map<String, Object> defaults, List<String> settings, PrintStream out, PrintStream error) {
        this.defaults = defaults;
        this.settings = settings;
        this.out = out;
        this.error = error;
    }

    @Override
    public Integer call() {
        try (CommandEnvironment environment = CommandEnvironment.open(defaults, settings)) {
            Path folder = NewConnector.create(environment.home().resolve("connectors"), name);
            out.println("Created " + folder + ". Next: sealpost connector test " + folder);
            return ConnectCommand.OK;
        } catch (IllegalArgumentException e) {
            error.println(e.getMessage());
            return ConnectCommand.USAGE_ERROR;
        } catch (IOException e) {
            error.println("Not created: " + e.getMessage());
            return ConnectCommand.FAILED;
        }
    }
}
