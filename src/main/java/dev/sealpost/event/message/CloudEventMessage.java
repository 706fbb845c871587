package dev.sealpost.event.message;

import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.MessageProperties;
import dev.sealpost.event.Violation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a CloudEvent from a message of the broker, by the bindings for
 * <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/amqp-protocol-binding.md">AMQP</a> (and JMS over
 * it) and <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/mqtt-protocol-binding.md">MQTT</a>.
 */
public final class CloudEventMessage {

    /** Prefixes of attributes: AMQP; AMQP by a JMS client, whose names allow no colon; other producers; MQTT. */
    private static final List<String> PREFIXES = List.of("cloudEvents:", "cloudEvents_", "ce_", "");

    private static final Pattern MILLISECONDS = Pattern.compile("-?[0-9]{1,15}");

    private CloudEventMessage() {}

    /**
     * Returns the names of the properties with attributes; none if the message has no such property.
     *
     * @param has tests whether the message has a property
     */
    public static Stream<String> properties(Predicate<String> has) {
        return prefix(has).stream()
                .flatMap(prefix -> CloudEventAttributes.KNOWN.stream().map(name -> prefix + name));
    }

    private static Optional<String> prefix(Predicate<String> has) {
        return PREFIXES.stream()
                .filter(each -> has.test(each + CloudEventAttributes.SPEC_VERSION))
                .findFirst();
    }

    /**
     * Returns the content type that a copy of the message needs to be read like the original: a copy has properties of its own.
     */
    public static Optional<String> contentType(ReceivedMessage message, byte[] bytes) {
        return message.contentType()
                .or(() -> isBare(message, bytes) ? Optional.of(CloudEvent.STRUCTURED) : Optional.empty());
    }

    /** * @return empty if the message is not a CloudEvent
     * @throws InvalidFieldsException if the CloudEvent is invalid
     * @throws MalformedJsonException if the CloudEvent is not JSON
     */
    static Optional<CloudEvent> read(ReceivedMessage message, byte[] bytes) {
        Optional<String> type = message.property(MessageProperties.CONTENT_TYPE).or(message::contentType);
        Optional<String> prefix = prefix(name -> message.property(name).isPresent());
        if (type.filter(CloudEvent::isEnvelope).isPresent()) {
            requireEnvelopeOfOne(type.get(), prefix);
            CheckContent.requireUtf8(type.get(), bytes);
            return Optional.of(CloudEvent.structured(bytes));
        }
        if (prefix.isPresent()) {
            return Optional.of(CloudEvent.binary(attributes(message, prefix.get(), type), bytes));
        }
        return isBare(message, bytes) ? Optional.of(CloudEvent.structured(bytes)) : Optional.empty();
    }

    /**
     * Returns the application that a CloudEvent names, without checking the event; empty if there is none.
     *
     * @param body reads the bytes; called only when the name can be in them
     */
    static Optional<String> application(ReceivedMessage message, Supplier<byte[]> body) {
        Optional<String> type = message.property(MessageProperties.CONTENT_TYPE).or(message::contentType);
        if (type.filter(CloudEvent::isEnvelope).isPresent()) {
            return EnvelopeApplication.find(body.get());
        }
        Optional<String> prefix = prefix(name -> message.property(name).isPresent());
        if (prefix.isPresent()) {
            return message.property(prefix.get() + CloudEventAttributes.APPLICATION)
                    .filter(name -> !name.isBlank());
        }
        return message.hasProperties() ? Optional.empty() : EnvelopeApplication.find(body.get());
    }

    private static void requireEnvelopeOfOne(String type, Optional<String> prefix) {
        if (!CloudEvent.isReadable(type)) {
            throw new InvalidFieldsException(List.of(new Violation(
                    "",
                    "the content type is " + type + "; send one event per message as application/cloudevents+json")));
        }
        if (prefix.isPresent()) {
            throw new InvalidFieldsException(List.of(new Violation(
                    "",
                    "the body is a whole event (" + type + ") and the property " + prefix.get()
                            + CloudEventAttributes.SPEC_VERSION
                            + " is set, too: use the structured or the binary mode, not both")));
        }
    }

    /**
     * Returns true for a JSON object without properties: MQTT 3.1.1 has neither properties nor a content type (section 3.2 of
     * its binding).
     */
    private static boolean isBare(ReceivedMessage message, byte[] bytes) {
        return bytes.length > 0 && bytes[0] == '{' && !message.hasProperties();
    }

    private static Map<String, String> attributes(ReceivedMessage message, String prefix, Optional<String> type) {
        Map<String, String> attributes = new HashMap<>();
        for (String name : CloudEventAttributes.KNOWN) {
            message.property(prefix + name).ifPresent(value -> attributes.put(name, value));
        }
        type.ifPresent(text -> attributes.putIfAbsent(CloudEventAttributes.CONTENT_TYPE, text));
        // An AMQP timestamp arrives as a number.
        for (String time : List.of(CloudEventAttributes.TIME, CloudEventAttributes.EXPIRY_TIME)) {
            attributes.computeIfPresent(
                    time,
                    (name, text) -> MILLISECONDS.matcher(text).matches()
                            ? java.time.Instant.ofEpochMilli(Long.parseLong(text))
                                    .toString()
                            : text);
        }
        return attributes;
    }
}
