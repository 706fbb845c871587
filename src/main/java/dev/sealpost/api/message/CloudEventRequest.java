package dev.sealpost.api.message;

import dev.sealpost.api.edge.InvalidParameterException;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.edge.ReadBody;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Violation;
import dev.sealpost.event.message.CheckContent;
import dev.sealpost.event.message.CloudEvent;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/**
 * Request with a CloudEvent in the <a
 * href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md">HTTP
 * binding</a>: structured mode has the whole event in the body, binary mode the attributes in headers and the data in
 * the body.
 */
final class CloudEventRequest {

    private static final String PREFIX = "ce-";

    /** Headers any of which indicates binary mode. */
    private static final List<String> BINARY_HEADERS = List.of("ce-specversion", "ce-id", "ce-source", "ce-type");

    private CloudEventRequest() {}

    static boolean isCloudEvent(HttpServletRequest request) {
        return isEnvelope(request) || hasBinaryHeader(request);
    }

    private static boolean isEnvelope(HttpServletRequest request) {
        return Optional.ofNullable(request.getContentType())
                .filter(CloudEvent::isEnvelope)
                .isPresent();
    }

    private static boolean hasBinaryHeader(HttpServletRequest request) {
        return BINARY_HEADERS.stream().anyMatch(name -> request.getHeader(name) != null);
    }

    /**
     * Reads the event.
     *
     * @throws ProblemException 415 for an unsupported format
     * @throws InvalidFieldsException for invalid or missing attributes in the body
     * @throws InvalidParameterException for invalid or missing headers
     */
    static CloudEvent read(HttpServletRequest request, ReadBody read) {
        if (!isEnvelope(request)) {
            return binary(request, read.anything(request));
        }
        String type = request.getContentType();
        if (!CloudEvent.isReadable(type)) {
            throw new ProblemException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "unsupported_media_type",
                    "the header content-type is " + type
                            + ", which is not supported: send single events as application/cloudevents+json");
        }
        if (hasBinaryHeader(request)) {
            throw InvalidParameterException.ofHeader(
                    "ce-specversion",
                    "the body is a whole event (" + type
                            + "), but there are headers of binary mode: use one mode only");
        }
        byte[] body = read.anything(request);
        CheckContent.requireUtf8(type, body);
        return CloudEvent.structured(body);
    }

    private static CloudEvent binary(HttpServletRequest request, byte[] data) {
        Map<String, String> attributes = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(PREFIX)) {
                attributes.put(lower.substring(PREFIX.length()), decoded(lower, request.getHeader(name)));
            }
        }
        // The header content-type replaces this attribute (section 3.1.1).
        attributes.remove("datacontenttype");
        Optional.ofNullable(request.getContentType()).ifPresent(type -> attributes.put("datacontenttype", type));
        for (String trace : List.of("traceparent", "tracestate")) {
            Optional.ofNullable(request.getHeader(trace)).ifPresent(value -> attributes.putIfAbsent(trace, value));
        }
        try {
            return CloudEvent.binary(attributes, data);
        } catch (InvalidFieldsException e) {
            Violation first = e.violations().getFirst();
            String name = first.pointer().substring(1);
            if (name.equals("data")) {
                throw new InvalidFieldsException(List.of(new Violation("", first.message())));
            }
            throw InvalidParameterException.ofHeader(
                    name.equals("datacontenttype") ? "content-type" : PREFIX + name, first.message());
        }
    }

    /** Decodes percent-encoded UTF-8 (section 3.1.3.2); any other percent sign is literal. */
    private static String decoded(String name, String header) {
        String text = header.length() > 1 && header.startsWith("\"") && header.endsWith("\"")
                ? header.substring(1, header.length() - 1).replaceAll("\\\\(.)", "$1")
                : header;
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            int high = i + 2 <= text.length() - 1 ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = i + 2 <= text.length() - 1 ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (text.charAt(i) == '%' && high >= 0 && low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.writeBytes(text.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw InvalidParameterException.ofHeader(name, "percent-encoded UTF-8 is expected");
        }
    }
}
