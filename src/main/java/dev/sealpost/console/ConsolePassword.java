package dev.sealpost.console;

import dev.sealpost.node.DataDirectory;
import java.nio.file.Files;

/**
 * The password of the console's one user.
 *
 * @param firstStart true when this start generated it, which happens once for each data directory
 */
record ConsolePassword(String value, boolean firstStart) {

    static final String FILE = "console-password";

    static ConsolePassword in(DataDirectory data) {
        boolean firstStart = Files.notExists(data.resolve(FILE));
        return new ConsolePassword(data.secret(FILE), firstStart);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "ConsolePassword[firstStart=" + firstStart + "]";
    }
}
