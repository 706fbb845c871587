package dev.sealpost.backup;

import dev.sealpost.node.UnusableHomeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;

/** Prints the result of a backup command in one line. */
final class PrintResult {

    private static final int REFUSED = 1;
    /** {@code EX_IOERR} of {@code sysexits.h}. */
    private static final int DISK = 74;

    private PrintResult() {}

    interface Work {
        /** Runs the command and returns the result in one line. */
        String run() throws IOException;
    }

    /** Returns the exit code: 0 done, 1 refused, 74 a file cannot be read or written. */
    static int of(Work work) {
        try {
            System.out.println(work.run());
            return 0;
        } catch (BackupRefusedException | InvalidPathException e) {
            System.err.println(e.getMessage());
            return REFUSED;
        } catch (UnusableHomeException e) {
            System.err.println("Failed: " + e.getMessage());
            return DISK;
        } catch (IOException | UncheckedIOException e) {
            System.err.println("Failed: " + e);
            return DISK;
        }
    }
}
