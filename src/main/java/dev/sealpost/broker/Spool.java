package dev.sealpost.broker;

import dev.sealpost.home.OwnerOnly;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is written in memory up to a limit, and in a file past it. A file that cannot be written does not stop the
 * writing: a large message that is not read to its end would block the consumer. {@link #requireWhole} says so afterwards.
 */
final class Spool extends OutputStream {

    private static final String PREFIX = "sealpost-";
    private static final String SUFFIX = ".message";

    private final int limit;
    private final Path folder;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private long size;
    private @Nullable Path file;
    private @Nullable OutputStream overflow;
    private @Nullable IOException failure;

    Spool(int limit, Path folder) {
        this.limit = limit;
        this.folder = folder;
    }

    /**
     * Makes the folder where it is missing, and clears what a crash left in it.
     *
     * @throws UncheckedIOException when it cannot be used
     */
    static Path prepared(Path folder) {
        try {
            OwnerOnly.createFolder(folder);
            try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
                for (Path file : left) {
                    Files.delete(file);
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (failure != null) {
            return;
        }
        size += length;
        try {
            if (overflow == null && size > limit) {
                spill();
            }
            (overflow == null ? memory : overflow).write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            memory.reset();
        }
    }

    /** @throws IOException when something that was written is not there */
    void requireWhole() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    private void spill() throws IOException {
        file = Files.createTempFile(folder, PREFIX, SUFFIX);
        OutputStream opened = Files.newOutputStream(file);
        overflow = opened;
        memory.writeTo(opened);
        memory.reset();
    }

    boolean isTooLarge() {
        return overflow != null;
    }

    long size() {
        return size;
    }

    byte[] bytes() {
        return memory.toByteArray();
    }

    /** The file with everything, which is now the caller's to delete. */
    Path keepFile() throws IOException {
        if (overflow == null) {
            spill();
        }
        close();
        Path kept = file;
        if (kept == null) {
            throw new IllegalStateException("the file has been taken before");
        }
        file = null;
        return kept;
    }

    /** Ends writing. What was written stays: Artemis closes the stream it saves a message to. */
    @Override
    public void close() throws IOException {
        if (overflow != null) {
            overflow.close();
        }
    }

    /** Ends writing and deletes the file, unless it was kept. */
    void discard() throws IOException {
        close();
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
