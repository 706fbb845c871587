package dev.sealpost.broker.message;

import dev.sealpost.node.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.unit.DataSize;

/**
 * Temporary storage of bodies too large for memory.
 *
 * @param largest maximum size in bytes of a body that is kept whole; a larger one is truncated
 */
public record Spooling(Path folder, long largest) {

    static final String PREFIX = "sealpost-";
    static final String SUFFIX = ".message";

    /**
     * Creates the folder if missing, and deletes files left by a crash.
     *
     * @throws UncheckedIOException when the folder cannot be used
     */
    public static Spooling in(Path folder, DataSize largest) {
        try {
            OwnerOnly.createFolder(folder);
            try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
                for (Path file : leftovers) {
                    Files.delete(file);
                }
            }
            return new Spooling(folder, largest.toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be used: " + e.getMessage(), e);
        }
    }
}
