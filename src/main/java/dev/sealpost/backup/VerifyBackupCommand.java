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

/** The command {@code verify-backup}: reads a whole backup and compares it with its manifest. */
@Command(
        name = "verify-backup",
        description = "Reads a whole backup, and says whether it could be restored.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is well",
            "1:something is not; the line says which file",
            "2:wrongly called",
            "74:a file cannot be read"
        })
public final class VerifyBackupCommand implements Callable<Integer> {

    private final List<String> settings;

    @Parameters(index = "0", paramLabel = "<folder of the backup>", description = "The one with manifest.json in it.")
    private Path backup = Path.of("");

    @SuppressWarnings("UnusedVariable") // picocli does what it asks for
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this and ends.")
    private boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** @param settings of a node; it takes none, since it reads no configuration */
    public VerifyBackupCommand(List<String> settings) {
        this.settings = settings;
    }

    /** Verifies, and says in a line how it ended. */
    @Override
    public Integer call() {
        if (!settings.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "verify-backup reads no configuration: leave " + settings.getFirst() + " out.");
        }
        return PrintResult.of(() -> {
            Manifest manifest = new VerifyBackup(backup).verify();
            return "The backup of " + manifest.startedAt() + " is whole: "
                    + manifest.files().size() + " files, " + manifest.bytes() + " bytes, made by Sealpost "
                    + manifest.sealpost() + ".";
        });
    }
}
