package dev.sealpost.broker;

import dev.sealpost.node.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.unit.DataSize;

/**
 * Where bodies go that are too large for memory.
 *
 * @param largest bytes of a body that is kept whole; of a larger one the beginning is kept
 */
record Spooling(Path folder, long largest) {

    static final String PREFIX = "sealpost-";
    static final String SUFFIX = ".message";

    /**
     * Makes the folder where it is missing, and clears what a crash left in it.
     *
     * @throws UncheckedIOException when it cannot be used
     */
    static Spooling in(Path folder, DataSize largest) {
        try {
            OwnerOnly.createFolder(folder);
            try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
                for (Path file : left) {
                    Files.delete(file);
                }
            }
            return new Spooling(folder, largest.toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be used: " + e.getMessage(), e);
        }
    }
}
