package dev.sealpost.broker.guard;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.message.LargeBodyReader;

/** Result of inflating a body to check it, up to a limit. */
enum Inflated {
    WHOLE,
    TOO_LARGE,
    BROKEN;

    private static final int BLOCK = 32 * 1024;

    /** Source of compressed bytes; fills the block and returns the count, 0 at the end. */
    private interface Source {
        int read(byte[] block) throws ActiveMQException;
    }

    static Inflated of(ActiveMQBuffer body, long limit) {
        try {
            return of(
                    block -> {
                        int length = Math.min(block.length, body.readableBytes());
                        body.readBytes(block, 0, length);
                        return length;
                    },
                    limit);
        } catch (ActiveMQException e) {
            return BROKEN;
        }
    }

    static Inflated of(LargeBodyReader body, long limit) throws ActiveMQException {
        body.open();
        try {
            return of(block -> Math.max(0, body.readInto(ByteBuffer.wrap(block))), limit);
        } finally {
            body.close();
        }
    }

    private static Inflated of(Source source, long limit) throws ActiveMQException {
        byte[] in = new byte[BLOCK];
        byte[] out = new byte[BLOCK];
        Inflater inflater = new Inflater();
        try {
            while (!inflater.finished()) {
                int inflated = inflater.inflate(out);
                if (inflater.getBytesWritten() > limit) {
                    return TOO_LARGE;
                }
                if (inflated == 0 && !inflater.finished()) {
                    int length = inflater.needsInput() ? source.read(in) : 0;
                    if (length == 0) {
                        return BROKEN;
                    }
                    inflater.setInput(in, 0, length);
                }
            }
            return WHOLE;
        } catch (DataFormatException e) {
            return BROKEN;
        } finally {
            inflater.end();
        }
    }
}
