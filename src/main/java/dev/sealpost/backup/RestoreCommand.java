package dev.sealpost.backup;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code restore}: a data directory from a backup. */
@Command(
        name = "restore",
        description = "Verifies a backup and copies it into a data directory, which has to be empty.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is restored",
            "1:refused, and nothing was changed",
            "2:wrongly called",
            "74:a file cannot be read or written"
        })
public final class RestoreCommand implements Callable<Integer> {

    private final List<String> settings;

    @Parameters(index = "0", paramLabel = "<folder of the backup>", description = "The one with manifest.json in it.")
    private Path backup = Path.of("");

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "<data directory>",
            defaultValue = "${env:SEALPOST_DATA:-data}",
            description = "Default: SEALPOST_DATA, or data.")
    private Path data = Path.of("");

    @SuppressWarnings("UnusedVariable") // picocli does what it asks for
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this and ends.")
    private boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** @param settings of a node; it takes none, since it reads no configuration */
    public RestoreCommand(List<String> settings) {
        this.settings = settings;
    }

    /** Restores, and says in a line how it ended. */
    @Override
    public Integer call() {
        if (!settings.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "restore reads no configuration: leave " + settings.getFirst()
                            + " out, and name the data directory as the second argument.");
        }
        return PrintResult.of(() -> {
            Manifest manifest = new Restore(backup, data).restore();
            return "Restored " + manifest.files().size() + " files of " + manifest.startedAt() + " into "
                    + data.toAbsolutePath().normalize()
                    + ". Start Sealpost on it, and never the node that was backed up beside it.";
        });
    }
}
