package dev.sealpost.broker.message;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffers;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.message.LargeBodyReader;

/** Reads message bodies of any type, up to {@link Spooling#largest} bytes each. */
final class MessageBodies {

    private static final int LARGEST_IN_MEMORY = 1024 * 1024;
    private static final int BLOCK = 100 * 1024;

    /** Artemis writes two bytes for each UTF-16 unit of a text, after one for null and four for the length. */
    private static final int LARGEST_TEXT = 2 * LARGEST_IN_MEMORY + 5;

    /** Property that Artemis sets for every AMQP body except a value of unknown type. */
    private static final String AMQP_ENCODING = "JMS_AMQP_ORIGINAL_ENCODING";

    /** Property that Artemis sets for an AMQP message with a header. */
    private static final String AMQP_HEADER = "JMS_AMQP_HEADER";

    /** First bytes of an AMQP value section. */
    private static final byte[] AMQP_VALUE = {0x00, 0x53, 0x77};

    private MessageBodies() {}

    /**
     * Reads a body; one that is too large for memory goes to a file. Call it once for a message.
     *
     * @throws ActiveMQException when the broker does not deliver it
     * @throws IOException when the file cannot be written
     */
    static MessageBody read(ICoreMessage message, Spooling spooling) throws ActiveMQException, IOException {
        int inMemory = message.getType() == Message.TEXT_TYPE ? LARGEST_TEXT : LARGEST_IN_MEMORY;
        Spool spool = new Spool(inMemory, spooling);
        try {
            return read(message, spool);
        } catch (RuntimeException e) {
            return new MessageBody.NotBytes("broken", new byte[0]);
        } finally {
            spool.discard();
        }
    }

    private static MessageBody read(ICoreMessage message, Spool spool) throws ActiveMQException, IOException {
        if (isCompressed(message)) {
            InflateInto inflating = new InflateInto(spool);
            write(message, inflating);
            if (!inflating.isWhole() && !spool.isOverLimit()) {
                return new MessageBody.NotBytes("broken compressed", new byte[0]);
            }
        } else {
            write(message, spool);
        }
        spool.requireWhole();
        if (spool.isOverLimit()) {
            return new MessageBody.OverLimit(spool.size(), spool.head());
        }
        MessageBody body = spool.isTooLarge() ? tooLarge(spool) : decode(message, spool.bytes());
        return body instanceof MessageBody.Bytes(byte[] bytes) && bytes.length > LARGEST_IN_MEMORY
                ? tooLarge(spool)
                : body;
    }

    private static void write(ICoreMessage message, OutputStream out) throws ActiveMQException, IOException {
        if (!message.isLargeMessage()) {
            ActiveMQBuffer body = message.getReadOnlyBodyBuffer();
            byte[] raw = new byte[body.readableBytes()];
            body.readBytes(raw);
            out.write(raw);
        } else if (message instanceof ClientMessage received) {
            received.saveToOutputStream(out);
        } else {
            writeFile(message, out);
        }
    }

    /** Writes the body of a large message from the file of the broker. */
    private static void writeFile(ICoreMessage message, OutputStream out) throws ActiveMQException, IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        try (LargeBodyReader file = message.getLargeBodyReader()) {
            file.open();
            long left = file.getSize();
            while (left > 0) {
                block.clear().limit((int) Math.min(left, BLOCK));
                int length = file.readInto(block);
                if (length <= 0) {
                    throw new IOException("the file of the large message ends " + left + " bytes early");
                }
                out.write(block.array(), 0, length);
                left -= length;
            }
        }
    }

    private static boolean isCompressed(ICoreMessage message) {
        return message.containsProperty(PlainDelivery.COMPRESSED)
                || Boolean.parseBoolean(String.valueOf(message.getObjectProperty(Message.HDR_LARGE_COMPRESSED)));
    }

    private static MessageBody tooLarge(Spool spool) throws IOException {
        return new MessageBody.TooLarge(spool.size(), spool.keepFile());
    }

    static MessageBody decode(ICoreMessage message, byte[] raw) {
        return switch (message.getType()) {
            case Message.BYTES_TYPE, Message.DEFAULT_TYPE ->
                isAmqpValue(message, raw) ? new MessageBody.NotBytes("AMQP value", raw) : new MessageBody.Bytes(raw);
            case Message.TEXT_TYPE -> text(raw);
            case Message.MAP_TYPE -> new MessageBody.NotBytes("map", raw);
            case Message.OBJECT_TYPE -> new MessageBody.NotBytes("object", raw);
            case Message.STREAM_TYPE -> new MessageBody.NotBytes("stream", raw);
            default -> new MessageBody.NotBytes("type " + message.getType(), raw);
        };
    }

    /** Artemis sometimes returns bytes from the wrong memory for such a value (seen with 2.55.0). */
    private static boolean isAmqpValue(ICoreMessage message, byte[] raw) {
        return !message.containsProperty(AMQP_ENCODING)
                && (Arrays.mismatch(raw, AMQP_VALUE) == AMQP_VALUE.length || message.containsProperty(AMQP_HEADER));
    }

    /** Decodes a text. A client can declare any bytes as text, so invalid ones must not break the consumer. */
    private static MessageBody text(byte[] raw) {
        try {
            SimpleString text =
                    raw.length == 0 ? null : ActiveMQBuffers.wrappedBuffer(raw).readNullableSimpleString();
            return new MessageBody.Bytes(text == null ? new byte[0] : utf8(text.toString()));
        } catch (CharacterCodingException e) {
            return new MessageBody.NotBytes("text (with an unpaired surrogate)", raw);
        } catch (RuntimeException e) {
            return new MessageBody.NotBytes("broken text", raw);
        }
    }

    private static byte[] utf8(String text) throws CharacterCodingException {
        ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        return Arrays.copyOf(bytes.array(), bytes.limit());
    }
}
