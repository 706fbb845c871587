package dev.sealpost.backup;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code restore}, which restores a data directory from a backup. */
@Command(
        name = "restore",
        description = "Verifies a backup and copies it into an empty data directory.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:restored",
            "1:refused, nothing was changed",
            "2:invalid arguments",
            "74:a file cannot be read or written"
        })
public final class RestoreCommand implements Callable<Integer> {

    private final List<String> settings;

    @Parameters(
            index = "0",
            paramLabel = "<folder of the backup>",
            description = "The folder that contains manifest.json.")
    private Path backup = Path.of("");

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "<data directory>",
            defaultValue = "${env:SEALPOST_DATA:-data}",
            description = "Default: SEALPOST_DATA, or data.")
    private Path data = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * @param settings from the command line; must be empty, since the command reads no configuration
     */
    public RestoreCommand(List<String> settings) {
        this.settings = settings;
    }

    /** Restores the backup and prints the result in one line. */
    @Override
    public Integer call() {
        if (!settings.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "restore reads no configuration: omit " + settings.getFirst()
                            + ", and pass the data directory as the second argument.");
        }
        return PrintResult.of(() -> {
            Manifest manifest = new Restore(backup, data).restore();
            return "Restored " + manifest.files().size() + " files of " + manifest.startedAt() + " into "
                    + data.toAbsolutePath().normalize()
                    + ". Start Sealpost on it, but never together with the original node.";
        });
    }
}
