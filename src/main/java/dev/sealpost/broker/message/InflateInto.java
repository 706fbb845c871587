package dev.sealpost.broker.message;

import java.io.OutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates written bytes into a spool; stops at the limit of the spool. Not thread-safe. */
final class InflateInto extends OutputStream {

    private final Spool spool;
    private final Inflater inflater = new Inflater();
    private final byte[] block = new byte[32 * 1024];
    private boolean whole;
    private boolean broken;

    InflateInto(Spool spool) {
        this.spool = spool;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (whole || broken || spool.isOverLimit()) {
            return;
        }
        try {
            inflater.setInput(bytes, offset, length);
            int inflated;
            while (!spool.isOverLimit() && (inflated = inflater.inflate(block)) > 0) {
                spool.write(block, 0, inflated);
            }
            whole = inflater.finished();
            broken = inflater.needsDictionary();
        } catch (DataFormatException e) {
            broken = true;
        }
        if (whole || broken || spool.isOverLimit()) {
            inflater.end();
        }
    }

    /** Returns whether the compressed stream is complete. */
    boolean isWhole() {
        return whole;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
