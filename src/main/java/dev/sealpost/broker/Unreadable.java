package dev.sealpost.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says why a file of the configuration cannot be read. */
final class Unreadable {

    private Unreadable() {}

    static String reason(Path file, IOException failure) {
        if (!Files.exists(file)) {
            return "there is no file " + file + ".";
        }
        if (Files.isDirectory(file)) {
            return file + " is a folder.";
        }
        if (!Files.isReadable(file)) {
            return file + " may not be read by the user that this node runs as.";
        }
        return file + " cannot be read: " + failure.getMessage() + ".";
    }
}
