package dev.sealpost.event;

import dev.sealpost.application.ApplicationId;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An event in the words of <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents 1.0</a>.
 *
 * @param source with {@code id}, what it is known by: the same two are the same event
 * @param application what the extension {@code sealpostapplication} says
 * @param time when it happened, to the millisecond
 * @param content its data, byte for byte
 */
public record CloudEvent(
        String source,
        String id,
        Optional<String> application,
        Optional<Instant> time,
        Labels labels,
        Content content) {

    private static final String FAMILY = "application/cloudevents";
    static final String STRUCTURED = "application/cloudevents+json";

    /** Whether a body of this type is a whole event, or several, and not only its data. */
    public static boolean isEnvelope(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).startsWith(FAMILY);
    }

    /** Whether an envelope of this type can be read: one event, in JSON. */
    public static boolean isReadable(String contentType) {
        return mediaType(contentType).equals(STRUCTURED);
    }

    /** {@code type/subtype} without parameters. */
    private static String mediaType(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the structured mode in JSON.
     *
     * @throws MalformedJsonException when the body is not JSON
     * @throws InvalidFieldsException that points at each attribute that is missing or cannot be taken
     */
    public static CloudEvent structured(byte[] body) {
        return Json.read(body, new CloudEventReading(body)::read);
    }

    /**
     * Reads the binary mode: attributes beside the data.
     *
     * @param attributes by their names in CloudEvents, without a prefix; the ones in {@link CloudEventAttributes#KNOWN} count
     * @throws InvalidFieldsException that points, as {@code /type}, at each attribute that is missing or cannot be taken
     */
    public static CloudEvent binary(Map<String, String> attributes, byte[] data) {
        CloudEventAttributes read = new CloudEventAttributes(attributes);
        return read.event(data, "data");
    }

    /** The one id that it has in this application, however often and whichever way it comes. */
    public EventId idIn(ApplicationId its) {
        return EventId.derived(its.value(), "cloudevent", source, id);
    }
}
