package dev.sealpost.broker.message;

import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.jspecify.annotations.Nullable;

/** Metadata of an Artemis message, whatever protocol it came by. */
abstract class CoreReceived<M extends Message> implements ReceivedMessage {

    private static final String USER_PROPERTIES = "mqtt.user.property.exists";
    private static final String USER_PROPERTY = "mqtt.ordered.user.property.";

    /** Maximum number of user properties that are read; one packet may bring a hundred thousand. */
    private static final int MOST_USER_PROPERTIES = 1_000;

    /** Properties in which Artemis keeps the content type of MQTT 5, AMQP and STOMP. */
    private static final List<String> CONTENT_TYPES =
            List.of("mqtt.content.type", "JMS_AMQP_ContentType", CONTENT_TYPE);

    final M message;
    private @Nullable Map<String, String> userProperties;

    CoreReceived(M message) {
        this.message = message;
    }

    @Override
    public long id() {
        return message.getMessageID();
    }

    @Override
    public Optional<Instant> sentAt() {
        return message.getTimestamp() <= 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(message.getTimestamp()));
    }

    @Override
    public Optional<String> property(String name) {
        return raw(name).or(() -> Optional.ofNullable(userProperties().get(name)));
    }

    private Optional<String> raw(String name) {
        @Nullable Object value = message.getObjectProperty(name);
        return Optional.ofNullable(value).map(CoreReceived::text);
    }

    private static String text(Object value) {
        // CloudEvents encodes bytes as base64.
        return value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value.toString();
    }

    @Override
    public Map<String, String> properties() {
        Map<String, String> all = new TreeMap<>();
        for (SimpleString name : message.getPropertyNames()) {
            all.put(name.toString(), raw(name.toString()).orElse(""));
        }
        return all;
    }

    /**
     * Returns the user properties of MQTT 5, which Artemis keeps under numbered names. The first of a repeated name
     * wins.
     */
    private Map<String, String> userProperties() {
        if (userProperties == null) {
            userProperties = readUserProperties();
        }
        return userProperties;
    }

    private Map<String, String> readUserProperties() {
        // A JMS producer can set properties of these names; only Artemis writes numbers into them.
        if (!(message.getObjectProperty(USER_PROPERTIES) instanceof Integer announced)) {
            return Map.of();
        }
        Map<String, String> read = new HashMap<>();
        int count = Math.min(announced, MOST_USER_PROPERTIES);
        Map<Integer, Map.Entry<String, String>> inOrder = new TreeMap<>();
        for (SimpleString name : message.getPropertyNames()) {
            String text = name.toString();
            int dot = text.indexOf('.', USER_PROPERTY.length());
            OptionalInt position =
                    text.startsWith(USER_PROPERTY) && dot > 0 ? position(text, dot) : OptionalInt.empty();
            if (position.isPresent() && position.getAsInt() < count) {
                inOrder.put(
                        position.getAsInt(),
                        Map.entry(text.substring(dot + 1), raw(text).orElse("")));
            }
        }
        inOrder.values().forEach(property -> read.putIfAbsent(property.getKey(), property.getValue()));
        return read;
    }

    /** Returns the position in the name; empty if Artemis did not write the name. */
    private static OptionalInt position(String name, int dot) {
        try {
            int position = Integer.parseInt(name, USER_PROPERTY.length(), dot, 10);
            return position < 0 ? OptionalInt.empty() : OptionalInt.of(position);
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    @Override
    public boolean hasProperties() {
        return message.getPropertyNames().stream().map(SimpleString::toString).anyMatch(CoreReceived::isOfProducer);
    }

    /** Excludes the properties that brokers and clients add. */
    private static boolean isOfProducer(String name) {
        return name.startsWith(USER_PROPERTY)
                || !(name.startsWith("_")
                        || name.startsWith("JMS")
                        || name.startsWith("NATIVE_")
                        || name.startsWith("mqtt."));
    }

    @Override
    public Optional<String> contentType() {
        return CONTENT_TYPES.stream().flatMap(name -> raw(name).stream()).findFirst();
    }
}
