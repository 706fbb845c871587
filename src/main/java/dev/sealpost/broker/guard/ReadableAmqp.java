package dev.sealpost.broker.guard;

import dev.sealpost.log.PrintableText;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffers;
import org.apache.activemq.artemis.core.persistence.CoreMessageObjectPools;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPLargeMessage;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPMessage;
import org.apache.activemq.artemis.protocol.amqp.broker.ActiveMQProtonRemotingConnection;
import org.apache.activemq.artemis.protocol.amqp.broker.AmqpInterceptor;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.jspecify.annotations.Nullable;

/**
 * Makes AMQP messages readable for the node, which speaks Core. Artemis stores an AMQP message as received and converts
 * it to Core on delivery. If the conversion fails it closes the consumer, which blocks the queue.
 *
 * <p>Replaces values of AMQP types that Core lacks if that is lossless. Otherwise records the reason in the message,
 * for {@link AdmitMessages} to reject it or for the node to park it.
 *
 * @see <a
 *     href="https://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-messaging-v1.0-os.html#type-application-properties">
 *     Application properties</a>
 */
public final class ReadableAmqp implements AmqpInterceptor {

    @Override
    public boolean intercept(AMQPMessage message, RemotingConnection connection) {
        if (connection instanceof ActiveMQProtonRemotingConnection) {
            make(message);
        }
        return true;
    }

    /** Idempotent. */
    static void make(AMQPMessage message) {
        // Its sections are in a file and cannot be rewritten. It exceeds the limit of an event anyway.
        if (message instanceof AMQPLargeMessage) {
            return;
        }
        Optional<String> defect = arrangeSections(message);
        Optional<String> ofProperties = replaceProperties(message);
        Optional<String> ofConversion = defectOfConversion(message);
        defect.or(() -> ofProperties)
                .or(() -> ofConversion)
                .ifPresentOrElse(
                        reason -> note(message, Addresses.REFUSED, reason),
                        () -> defectOfBody(message).ifPresent(reason -> note(message, Addresses.UNREADABLE, reason)));
    }

    private static Optional<String> arrangeSections(AMQPMessage message) {
        AmqpSections sections = sections(message);
        if (sections.defect().isPresent()) {
            replace(message, sections.asData());
        } else if (sections.hasSeveralData()) {
            replace(message, sections.joined());
        }
        return sections.defect();
    }

    private static AmqpSections sections(AMQPMessage message) {
        ActiveMQBuffer record = ActiveMQBuffers.dynamicBuffer(message.getPersistSize());
        message.persist(record);
        byte[] encoded = new byte[record.readInt()];
        record.readBytes(encoded);
        return AmqpSections.of(encoded);
    }

    private static void replace(AMQPMessage message, byte[] encoded) {
        ActiveMQBuffer record = ActiveMQBuffers.fixedBuffer(Integer.BYTES + encoded.length);
        record.writeInt(encoded.length);
        record.writeBytes(encoded);
        message.reloadPersistence(record, new CoreMessageObjectPools());
    }

    private static Optional<String> replaceProperties(AMQPMessage message) {
        ApplicationProperties properties = message.getApplicationProperties();
        if (properties == null || properties.getValue() == null) {
            return Optional.empty();
        }
        Map<String, Object> replaced = new HashMap<>();
        Optional<String> defect = Optional.empty();
        for (Map.Entry<?, ?> each : properties.getValue().entrySet()) {
            String name = String.valueOf(each.getKey());
            Object value = each.getValue();
            Object readable = readable(value);
            if (readable == null) {
                readable = PrintableText.of(String.valueOf(value));
                defect = Optional.of("the application property " + PrintableText.of(name) + " is " + kind(value)
                        + "; a property is text, a number, a boolean, a timestamp, a uuid or bytes");
            }
            if (readable != value) {
                replaced.put(name, readable);
            }
        }
        replaced.forEach(message::putObjectProperty);
        if (!replaced.isEmpty()) {
            message.reencode();
        }
        return defect;
    }

    private static void note(AMQPMessage message, String property, String reason) {
        message.putStringProperty(property, reason);
        message.reencode();
    }

    /** Returns the value as a Core message can hold it; null if it cannot. */
    private static @Nullable Object readable(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Date time -> time.getTime();
            case UUID uuid -> uuid.toString();
            // CloudEvents encodes bytes as base64.
            case Binary bytes -> Base64.getEncoder().encodeToString(bytes(bytes));
            case UnsignedLong number when number.longValue() < 0 -> number.toString();
            case DescribedType described -> null;
            case List<?> list -> null;
            case Map<?, ?> map -> null;
            case Number number when number.getClass().getSimpleName().startsWith("Decimal") -> null;
            default -> value.getClass().isArray() ? null : value;
        };
    }

    private static byte[] bytes(Binary binary) {
        byte[] copy = new byte[binary.getLength()];
        System.arraycopy(binary.getArray(), binary.getArrayOffset(), copy, 0, copy.length);
        return copy;
    }

    private static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case List<?> list -> "a list";
            case Map<?, ?> map -> "a map";
            case DescribedType described -> "a described type";
            case Date time -> "a timestamp";
            case UUID uuid -> "a uuid";
            default -> {
                String name = value.getClass().getSimpleName();
                yield value.getClass().isArray()
                        ? "an array"
                        : "of the type " + name.toLowerCase(java.util.Locale.ROOT);
            }
        };
    }

    private static Optional<String> defectOfConversion(AMQPMessage message) {
        try {
            message.toCore();
            return Optional.empty();
        } catch (RuntimeException | StackOverflowError e) {
            replace(message, sections(message).asData());
            return Optional.of(
                    "its annotations, footer or body have values that the broker cannot convert; send a text or bytes body, and simple values elsewhere");
        }
    }

    /** Checks the body if it is a single value; sequences, lists and maps arrive as stream and map messages. */
    private static Optional<String> defectOfBody(AMQPMessage message) {
        if (!(message.getBody() instanceof AmqpValue body)) {
            return Optional.empty();
        }
        return switch (body.getValue()) {
            case null -> Optional.empty();
            case String text -> Optional.empty();
            case Binary bytes -> Optional.empty();
            case List<?> list -> Optional.empty();
            case Map<?, ?> map -> Optional.empty();
            default -> Optional.of("the body is neither text nor bytes: it is an AMQP value, " + kind(body.getValue()));
        };
    }
}
