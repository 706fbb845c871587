package dev.sealpost.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The commands {@code restore} and {@code verify-backup}: a data directory from a backup, or only a look at one. */
public final class RestoreCommand {

    public static final String USAGE = "restore <folder of the backup> [<data directory>]";
    public static final String VERIFY_USAGE = "verify-backup <folder of the backup>";

    private static final int REFUSED = 1;
    private static final int WRONGLY_CALLED = 2;
    /** {@code EX_IOERR} of {@code sysexits.h}. */
    private static final int DISK = 74;

    private RestoreCommand() {}

    private interface Work {
        String run() throws IOException;
    }

    /**
     * Restores into the data directory that is named, or {@code SEALPOST_DATA}, or {@code data}; says in a line how it ended.
     *
     * @return the exit code: 0 it is restored, 1 refused and nothing was changed, 2 wrongly called, 74 a file cannot be read or
     *     written
     */
    public static int restore(String... arguments) {
        return restore(
                Path.of(Optional.ofNullable(System.getenv("SEALPOST_DATA")).orElse("data")), arguments);
    }

    static int restore(Path usual, String... arguments) {
        if (arguments.length < 1 || arguments.length > 2) {
            return wronglyCalled(USAGE);
        }
        return run(() -> {
            Path data = arguments.length == 2 ? Path.of(arguments[1]) : usual;
            Manifest manifest = new Restore(Path.of(arguments[0]), data).restore();
            return "Restored " + manifest.files().size() + " files of " + manifest.startedAt() + " into "
                    + data.toAbsolutePath().normalize()
                    + ". Start Sealpost on it, and never the node that was backed up beside it.";
        });
    }

    /**
     * Reads a whole backup and compares it with its manifest.
     *
     * @return the exit code: 0 all is well, 1 something is not, 2 wrongly called, 74 a file cannot be read
     */
    public static int verify(String... arguments) {
        if (arguments.length != 1) {
            return wronglyCalled(VERIFY_USAGE);
        }
        return run(() -> {
            Manifest manifest = new VerifyBackup(Path.of(arguments[0])).verify();
            return "The backup of " + manifest.startedAt() + " is whole: "
                    + manifest.files().size() + " files, " + manifest.bytes() + " bytes, made by Sealpost "
                    + manifest.sealpost() + ".";
        });
    }

    private static int wronglyCalled(String usage) {
        System.err.println("usage: java -jar sealpost.jar " + usage);
        return WRONGLY_CALLED;
    }

    private static int run(Work work) {
        try {
            System.out.println(work.run());
            return 0;
        } catch (BackupRefusedException | InvalidPathException e) {
            System.err.println(e.getMessage());
            return REFUSED;
        } catch (IOException | UncheckedIOException e) {
            System.err.println("Not done: " + e);
            return DISK;
        }
    }
}
