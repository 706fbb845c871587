package dev.sealpost.event.message;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.Content;
import dev.sealpost.event.EventId;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Labels;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Event in the format of <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents 1.0</a>.
 *
 * @param source identifies the event together with {@code id}
 * @param application value of the extension {@code sealpostapplication}
 * @param time time of the occurrence, in milliseconds precision
 * @param content data, byte for byte
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

    /** Returns true if a body of this type is one or several whole events, not only data. */
    public static boolean isEnvelope(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).startsWith(FAMILY);
    }

    /** Returns true if an envelope of this type is supported: one event in JSON. */
    public static boolean isReadable(String contentType) {
        return mediaType(contentType).equals(STRUCTURED);
    }

    /** Returns {@code type/subtype} without parameters. */
    private static String mediaType(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the structured mode in JSON.
     *
     * @throws MalformedJsonException if the body is not JSON
     * @throws InvalidFieldsException with a pointer to each missing or invalid attribute
     */
    public static CloudEvent structured(byte[] body) {
        return Json.read(body, new CloudEventReading(body)::read);
    }

    /**
     * Reads the binary mode, with the attributes outside the data.
     *
     * @param attributes by name without a prefix; only those in {@link CloudEventAttributes#KNOWN} are read
     * @throws InvalidFieldsException with a pointer, such as {@code /type}, to each missing or invalid attribute
     */
    public static CloudEvent binary(Map<String, String> attributes, byte[] data) {
        CloudEventAttributes read = new CloudEventAttributes(attributes);
        return read.event(data, "data");
    }

    /** Returns the id of the event in this application, the same for every repeat and every source. */
    public EventId idIn(ApplicationId application) {
        return EventId.derived(application.value(), "cloudevent", source, id);
    }
}
