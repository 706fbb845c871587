package dev.sealpost.node;

import java.nio.file.Path;

/** Another process has the data directory. */
public final class DataDirectoryInUseException extends RuntimeException {

    DataDirectoryInUseException(Path path) {
        super("The data directory " + path + " is in use by another Sealpost. Stop that one, or give this one its own"
                + " folder with SEALPOST_DATA.");
    }
}
