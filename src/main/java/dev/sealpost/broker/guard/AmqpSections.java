package dev.sealpost.broker.guard;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.artemis.protocol.amqp.util.TLSEncode;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.DeliveryAnnotations;
import org.apache.qpid.proton.amqp.messaging.Footer;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.codec.TypeConstructor;

/**
 * Sections of an encoded AMQP message. Artemis reads only the first section of a body and skips any section out of
 * order. Several data sections are joined into one; any other section that Artemis would skip is a defect.
 *
 * @see <a
 *     href="https://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-messaging-v1.0-os.html#section-message-format">Message
 *     format</a>
 */
final class AmqpSections {

    private static final List<Set<Class<?>>> ORDER = List.of(
            Set.of(Header.class),
            Set.of(DeliveryAnnotations.class),
            Set.of(MessageAnnotations.class),
            Set.of(Properties.class),
            Set.of(ApplicationProperties.class),
            Set.of(Data.class, AmqpSequence.class, AmqpValue.class),
            Set.of(Footer.class));

    private static final int BODY = 5;

    /** A data section whose length takes four bytes. */
    private static final byte[] LARGE_DATA = {0x00, 0x53, 0x75, (byte) 0xB0};

    private final byte[] encoded;
    private final List<Integer> data = new ArrayList<>();
    private Optional<String> defect = Optional.empty();
    private Span annotations = new Span(0, 0);
    /** End offset of the sections before the body. */
    private int bodyStart;

    private int bodyEnd;

    private record Span(int start, int end) {}

    private AmqpSections(byte[] encoded) {
        this.encoded = encoded;
    }

    /** @param encoded a whole message */
    static AmqpSections of(byte[] encoded) {
        AmqpSections sections = new AmqpSections(encoded);
        ReadableBuffer buffer = ReadableBuffer.ByteBufferReader.wrap(encoded);
        DecoderImpl decoder = TLSEncode.getDecoder();
        decoder.setBuffer(buffer);
        try {
            sections.read(buffer, decoder);
        } catch (RuntimeException | StackOverflowError e) {
            sections.defect = Optional.of("the bytes of the message are not AMQP 1.0");
        } finally {
            decoder.setBuffer(null);
        }
        return sections;
    }

    private void read(ReadableBuffer buffer, DecoderImpl decoder) {
        int last = -1;
        while (buffer.hasRemaining() && defect.isEmpty()) {
            int start = buffer.position();
            Class<?> section = pass(buffer, decoder);
            int place = place(section);
            defect = defect(section, place, last);
            if (defect.isEmpty()) {
                keep(section, place, new Span(start, buffer.position()));
                last = place;
            }
        }
    }

    /** Verifies that skipping and decoding a section consume the same bytes, which Artemis relies on. */
    private static Class<?> pass(ReadableBuffer buffer, DecoderImpl decoder) {
        int start = buffer.position();
        TypeConstructor<?> constructor = decoder.readConstructor();
        constructor.skipValue();
        if (constructor.getTypeClass() != Data.class) {
            int end = buffer.position();
            buffer.position(start);
            decoder.readConstructor().readValue();
            if (buffer.position() != end) {
                throw new IllegalArgumentException("the declared length of a section is wrong");
            }
        }
        return constructor.getTypeClass();
    }

    private static int place(Class<?> section) {
        for (int place = 0; place < ORDER.size(); place++) {
            if (ORDER.get(place).contains(section)) {
                return place;
            }
        }
        return -1;
    }

    private Optional<String> defect(Class<?> section, int place, int last) {
        if (place < 0) {
            return Optional.of("the message has a section that AMQP 1.0 does not define");
        }
        boolean continuesData = section == Data.class && last == BODY && !data.isEmpty();
        if (place == BODY && last == BODY && !continuesData) {
            return Optional.of("the body has several sections; only data sections may repeat");
        }
        return place > last || continuesData
                ? Optional.empty()
                : Optional.of("the sections of the message are not in the order of AMQP 1.0, or one is duplicated");
    }

    private void keep(Class<?> section, int place, Span span) {
        if (section == Data.class) {
            data.add(span.start());
        }
        if (section == MessageAnnotations.class) {
            annotations = span;
        }
        if (place < BODY) {
            bodyStart = span.end();
        }
        if (place <= BODY) {
            bodyEnd = span.end();
        }
    }

    /** Reason why the message cannot be read; empty if it can, possibly after {@link #joined}. */
    Optional<String> defect() {
        return defect;
    }

    boolean hasSeveralData() {
        return data.size() > 1;
    }

    /** Returns the message with one data section. */
    byte[] joined() {
        ByteBuffer joined = ByteBuffer.allocate(bodyEnd - bodyStart);
        for (int start : data) {
            Binary value = data(start);
            joined.put(value.getArray(), value.getArrayOffset(), value.getLength());
        }
        ByteBuffer message = ByteBuffer.allocate(encoded.length + LARGE_DATA.length + Integer.BYTES);
        message.put(encoded, 0, bodyStart);
        putData(message, joined.array(), joined.position());
        message.put(encoded, bodyEnd, encoded.length - bodyEnd);
        return Arrays.copyOf(message.array(), message.position());
    }

    private Binary data(int start) {
        DecoderImpl decoder = TLSEncode.getDecoder();
        decoder.setBuffer(ReadableBuffer.ByteBufferReader.wrap(encoded).position(start));
        try {
            Binary value = ((Data) decoder.readObject()).getValue();
            return value == null ? new Binary(new byte[0]) : value;
        } finally {
            decoder.setBuffer(null);
        }
    }

    private static void putData(ByteBuffer message, byte[] bytes, int length) {
        message.put(LARGE_DATA).putInt(length).put(bytes, 0, length);
    }

    /** Returns a readable replacement: the same properties, and the whole original message as its data. */
    byte[] asData() {
        ByteBuffer message = ByteBuffer.allocate(bodyStart + LARGE_DATA.length + Integer.BYTES + encoded.length);
        message.put(encoded, 0, annotations.start());
        message.put(encoded, annotations.end(), bodyStart - annotations.end());
        putData(message, encoded, encoded.length);
        return Arrays.copyOf(message.array(), message.position());
    }
}
