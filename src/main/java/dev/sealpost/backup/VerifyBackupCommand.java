package dev.sealpost.backup;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code verify-backup}, which reads a whole backup and compares it with its manifest. */
@Command(
        name = "verify-backup",
        description = "Reads a whole backup and checks whether it can be restored.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the backup is valid",
            "1:the backup is invalid; the output names the file",
            "2:invalid arguments",
            "74:a file cannot be read"
        })
public final class VerifyBackupCommand implements Callable<Integer> {

    private final List<String> settings;

    @Parameters(
            index = "0",
            paramLabel = "<folder of the backup>",
            description = "The folder that contains manifest.json.")
    private Path backup = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * @param settings from the command line; must be empty, since the command reads no configuration
     */
    public VerifyBackupCommand(List<String> settings) {
        this.settings = settings;
    }

    /** Verifies the backup and prints the result in one line. */
    @Override
    public Integer call() {
        if (!settings.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "verify-backup reads no configuration: omit " + settings.getFirst() + ".");
        }
        return PrintResult.of(() -> {
            Manifest manifest = new VerifyBackup(backup).verify();
            return "The backup of " + manifest.startedAt() + " is valid: "
                    + manifest.files().size() + " files, " + manifest.bytes() + " bytes, made by Sealpost "
                    + manifest.sealpost() + ".";
        });
    }
}
