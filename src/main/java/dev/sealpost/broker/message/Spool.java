package dev.sealpost.broker.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Buffers written bytes in memory up to a limit and then in a file; over a second limit keeps only the beginning.
 * Writing goes on when the file cannot be written, since a large message that is not read to its end would block the
 * consumer; {@link #requireWhole} reports the failure.
 */
final class Spool extends OutputStream {

    /** Bytes kept of a body over the limit. */
    static final int HEAD = 64 * 1024;

    private final int inMemory;
    private final Spooling spooling;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private byte[] head = new byte[0];
    private long size;
    private @Nullable Path file;
    private @Nullable OutputStream overflow;
    private @Nullable IOException failure;

    Spool(int inMemory, Spooling spooling) {
        this.inMemory = inMemory;
        this.spooling = spooling;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        size += length;
        if (failure != null || size - length > spooling.largest()) {
            return;
        }
        try {
            if (overflow == null && size > Math.min(inMemory, spooling.largest())) {
                spill();
            }
            if (head.length < HEAD && overflow != null) {
                head = grown(head, bytes, offset, length);
            }
            if (isOverLimit()) {
                discard();
            } else {
                (overflow == null ? memory : overflow).write(bytes, offset, length);
            }
        } catch (IOException e) {
            failure = e;
            memory.reset();
        }
    }

    private static byte[] grown(byte[] head, byte[] bytes, int offset, int length) {
        byte[] grown = Arrays.copyOf(head, Math.min(HEAD, head.length + length));
        System.arraycopy(bytes, offset, grown, head.length, grown.length - head.length);
        return grown;
    }

    /**
     * @throws IOException when written bytes could not be stored
     */
    void requireWhole() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    private void spill() throws IOException {
        file = Files.createTempFile(spooling.folder(), Spooling.PREFIX, Spooling.SUFFIX);
        OutputStream opened = Files.newOutputStream(file);
        overflow = opened;
        byte[] soFar = memory.toByteArray();
        head = Arrays.copyOf(soFar, Math.min(HEAD, soFar.length));
        opened.write(soFar);
        memory.reset();
    }

    boolean isTooLarge() {
        return overflow != null;
    }

    /** Returns whether more was written than is kept. */
    boolean isOverLimit() {
        return size > spooling.largest();
    }

    long size() {
        return size;
    }

    byte[] bytes() {
        return memory.toByteArray();
    }

    /** First bytes of a body over the limit. */
    byte[] head() {
        return head;
    }

    /** Returns the file with all bytes; the caller deletes it. */
    Path keepFile() throws IOException {
        if (overflow == null) {
            spill();
        }
        close();
        Path kept = file;
        if (kept == null) {
            throw new IllegalStateException("the file was already taken");
        }
        file = null;
        return kept;
    }

    /** Ends writing but keeps the bytes: Artemis closes the stream it saves a message to. */
    @Override
    public void close() throws IOException {
        if (overflow != null) {
            overflow.close();
        }
    }

    /** Ends writing and deletes the file, unless {@link #keepFile} returned it. */
    void discard() throws IOException {
        close();
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
