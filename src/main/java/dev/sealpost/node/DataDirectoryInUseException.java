package dev.sealpost.node;

import java.nio.file.Path;

/** Thrown when another process has locked the data directory. */
public final class DataDirectoryInUseException extends RuntimeException {

    DataDirectoryInUseException(Path path) {
        super(
                "The data directory " + path
                        + " is in use by another Sealpost process. Stop that process, or set another folder with SEALPOST_DATA.");
    }
}
