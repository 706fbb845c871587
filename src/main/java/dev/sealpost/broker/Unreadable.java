package dev.sealpost.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Describes why a configuration file cannot be read. */
final class Unreadable {

    private Unreadable() {}

    static String reason(Path file, IOException failure) {
        if (!Files.exists(file)) {
            return file + " does not exist.";
        }
        if (Files.isDirectory(file)) {
            return file + " is a folder.";
        }
        if (!Files.isReadable(file)) {
            return file + " is not readable for the user that runs this node.";
        }
        return file + " cannot be read: " + failure.getMessage() + ".";
    }
}
