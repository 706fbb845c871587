package dev.sealpost.request;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.event.Event;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Puts an event into the format that an endpoint wants. */
public final class FormatEvent {

    private static final String STRUCTURED = "application/cloudevents+json; charset=utf-8";
    private static final String HEADER = "ce-";

    private FormatEvent() {}

    /**
     * Body in its format.
     *
     * @param headers further headers, by name
     */
    public record FormattedBody(byte[] bytes, String contentType, Map<String, String> headers) {}

    /**
     * Formats an event.
     *
     * @param body payload, which a route may have changed
     * @param contentType of the body
     */
    public static FormattedBody format(PayloadFormat format, Event event, byte[] body, String contentType) {
        return switch (format) {
            case STANDARD_WEBHOOKS -> new FormattedBody(body, contentType, Map.of());
            case CLOUDEVENTS_BINARY -> {
                Map<String, String> headers = new LinkedHashMap<>();
                attributes(event).forEach((name, value) -> headers.put(HEADER + name, value));
                yield new FormattedBody(body, contentType, headers);
            }
            case CLOUDEVENTS_STRUCTURED ->
                new FormattedBody(structured(event, body, contentType), STRUCTURED, Map.of());
        };
    }

    /** Returns the attributes except {@code datacontenttype}; all are ASCII without percent or quotes. */
    private static Map<String, String> attributes(Event event) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("specversion", "1.0");
        attributes.put("id", event.id().value());
        attributes.put("source", "/app/" + event.application().value());
        attributes.put("type", event.type().name());
        attributes.put("time", DateTimeFormatter.ISO_INSTANT.format(event.time()));
        return attributes;
    }

    /** JSON is inserted as it is, byte for byte; other data is written in base64 (JSON event format, section 3.1.1). */
    private static byte[] structured(Event event, byte[] body, String contentType) {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        attributes(event).forEach(envelope::put);
        envelope.put("datacontenttype", contentType);
        if (!isJson(contentType)) {
            envelope.put("data_base64", Base64.getEncoder().encodeToString(body));
            return envelope.toString().getBytes(StandardCharsets.UTF_8);
        }
        byte[] head = envelope.toString().getBytes(StandardCharsets.UTF_8);
        byte[] data = ",\"data\":".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream out = new ByteArrayOutputStream(head.length + data.length + body.length);
        out.write(head, 0, head.length - 1);
        out.writeBytes(data);
        out.writeBytes(body);
        out.write('}');
        return out.toByteArray();
    }

    private static boolean isJson(String contentType) {
        int end = contentType.indexOf(';');
        String type =
                (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.equals("text/json") || type.endsWith("+json");
    }
}
