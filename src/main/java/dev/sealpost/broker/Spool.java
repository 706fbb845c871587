package dev.sealpost.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Keeps what is written in memory up to a limit, and in a temporary file past it. */
final class Spool extends OutputStream {

    private final int limit;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private long size;
    private @Nullable Path file;
    private @Nullable OutputStream overflow;

    Spool(int limit) {
        this.limit = limit;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        size += length;
        if (overflow == null && size > limit) {
            spill();
        }
        (overflow == null ? memory : overflow).write(bytes, offset, length);
    }

    private void spill() throws IOException {
        file = Files.createTempFile("sealpost-", ".message");
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
