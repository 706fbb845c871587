package dev.sealpost.broker.guard;

import dev.sealpost.log.PrintableText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.jspecify.annotations.Nullable;

/**
 * Internal properties of the broker and its clients. A message with an unexpected one, or with one of the wrong type,
 * may be unreadable for every consumer, so producers may set only a few.
 */
final class BrokerProperties {

    static final String COMPRESSED = "_AMQ_LARGE_COMPRESSED";

    /**
     * Maximum total size of all properties in bytes. Properties and an in-memory body must fit into one record of the
     * journal, which holds 490 KiB.
     */
    static final int LARGEST_OF_ALL = 400_000;

    private static final String MQTT = "mqtt.";

    /** Reserved prefixes. {@code _HQ_} and {@code _hornetq.} are from HornetQ; Artemis still understands them. */
    private static final List<String> RESERVED = List.of("_AMQ_", "__AMQ", "_HDR_", "_HQ_", "__HQ", "_hornetq");

    private static final Predicate<Object> TEXT = value -> value instanceof String || value instanceof SimpleString;

    /** Properties that JMS and Core clients set themselves or through their API, with the type they use. */
    private static final Map<String, Predicate<Object>> ALLOWED = Map.of(
            "_AMQ_ROUTING_TYPE",
            value -> value instanceof Byte type && (type == 0 || type == 1),
            "_AMQ_GROUP_ID",
            TEXT,
            "_AMQ_GROUP_SEQUENCE",
            Integer.class::isInstance,
            "_AMQ_DUPL_ID",
            TEXT.or(byte[].class::isInstance),
            "_AMQ_SCHED_DELIVERY",
            Long.class::isInstance,
            "_AMQ_LARGE_SIZE",
            Long.class::isInstance,
            "_AMQ_CONTENT_TYPE",
            TEXT,
            COMPRESSED,
            Boolean.class::isInstance,
            "__AMQ_CID",
            TEXT);

    private BrokerProperties() {}

    /**
     * Returns why a producer may not set this property; empty if it may.
     *
     * @param isOfMqtt whether the message came over MQTT, where Artemis itself writes the properties {@code mqtt.*}
     */
    static Optional<String> refusal(String name, @Nullable Object value, boolean isOfMqtt) {
        Predicate<Object> allowed = ALLOWED.get(name);
        if (allowed != null) {
            return value != null && allowed.test(value)
                    ? Optional.empty()
                    : Optional.of("the property " + name + " has a type or value that the broker does not support");
        }
        boolean isReserved = RESERVED.stream().anyMatch(name::startsWith) || (!isOfMqtt && name.startsWith(MQTT));
        return isReserved
                ? Optional.of("the property " + PrintableText.of(name)
                        + " is reserved for the broker; producers may not set it")
                : Optional.empty();
    }

    /** Error text for a message whose properties exceed {@link #LARGEST_OF_ALL}. */
    static String tooLarge() {
        return "its properties have more than " + LARGEST_OF_ALL + " bytes; move large values into the body";
    }
}
