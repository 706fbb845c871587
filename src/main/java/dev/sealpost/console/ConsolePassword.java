package dev.sealpost.console;

import dev.sealpost.node.DataDirectory;
import java.nio.file.Files;

/**
 * Password of the console user.
 *
 * @param firstStart whether this start generated it, which happens once for each data directory
 */
record ConsolePassword(String value, boolean firstStart) {

    static final String FILE = "console-password";

    static ConsolePassword in(DataDirectory data) {
        boolean firstStart = Files.notExists(data.resolve(FILE));
        return new ConsolePassword(data.secret(FILE), firstStart);
    }

    /** Omits the password. */
    @Override
    public String toString() {
        return "ConsolePassword[firstStart=" + firstStart + "]";
    }
}
