package dev.sealpost.broker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.jspecify.annotations.Nullable;

/**
 * Properties by which the broker and its clients talk to each other. A producer that writes one of them, or writes it with a type
 * that nobody expects, can make a message that no consumer reads. So few may come from outside.
 */
final class BrokerProperties {

    static final String COMPRESSED = "_AMQ_LARGE_COMPRESSED";

    /**
     * Bytes that all properties of a message may have together. With a body that is not in a file they have to fit into one record
     * of the journal, which holds 490 KiB.
     */
    static final int LARGEST_OF_ALL = 400_000;

    private static final String MQTT = "mqtt.";

    /** {@code _HQ_} and {@code _hornetq.} are the names that Artemis' predecessor used and that it still understands. */
    private static final List<String> RESERVED = List.of("_AMQ_", "__AMQ", "_HDR_", "_HQ_", "__HQ", "_hornetq");

    private static final Predicate<Object> TEXT = value -> value instanceof String || value instanceof SimpleString;

    /** What clients of JMS and Core write by themselves, or by a method of their own, and the type they write. */
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
     * Why a producer may not set this property; empty when it may.
     *
     * @param isOfMqtt whether the message came over MQTT, where Artemis itself writes the properties {@code mqtt.*}
     */
    static Optional<String> refusal(String name, @Nullable Object value, boolean isOfMqtt) {
        Predicate<Object> allowed = ALLOWED.get(name);
        if (allowed != null) {
            return value != null && allowed.test(value)
                    ? Optional.empty()
                    : Optional.of("the property " + name + " has a type or value that the broker does not understand");
        }
        boolean isReserved = RESERVED.stream().anyMatch(name::startsWith) || (!isOfMqtt && name.startsWith(MQTT));
        return isReserved
                ? Optional.of(
                        "the property " + PrintableText.of(name) + " belongs to the broker; producers may not set it")
                : Optional.empty();
    }

    /** The reason for refusing a message whose properties have more. */
    static String tooLarge() {
        return "its properties have more than " + LARGEST_OF_ALL + " bytes; put what is large into the body";
    }
}
