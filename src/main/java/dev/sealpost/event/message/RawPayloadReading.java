package dev.sealpost.event.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sealpost.event.Content;
import dev.sealpost.event.Payload;
import dev.sealpost.event.Violation;
import dev.sealpost.event.message.UnfitContentException.ContentPart;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads <code>{"rawPayload": "…", "headers": {"content-type": "…"}}</code>, by which Svix's clients send a payload as a text, so that
 * they need not parse it. The receiver gets exactly this text.
 */
final class RawPayloadReading {

    private static final String POINTER = "/transformationsParams";
    private static final String RAW = "rawPayload";
    private static final String HEADERS = "headers";
    private static final String CONTENT_TYPE = "content-type";
    private static final int EMPTY = 2;

    private Optional<String> text = Optional.empty();
    private Optional<String> type = Optional.empty();

    void read(JsonParser parser, JsonToken value, List<Violation> violations) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        if (value != JsonToken.START_OBJECT) {
            violations.add(new Violation(POINTER, "must be a JSON object"));
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken member = parser.nextToken();
            switch (name) {
                case RAW -> text = text(parser, member, POINTER + "/" + RAW, violations);
                case HEADERS -> headers(parser, member, violations);
                default -> refuse(member, Violation.pointer(POINTER, name), violations);
            }
            parser.skipChildren();
        }
    }

    private void headers(JsonParser parser, JsonToken value, List<Violation> violations) throws IOException {
        String pointer = POINTER + "/" + HEADERS;
        if (value != JsonToken.START_OBJECT) {
            refuse(value, pointer, violations);
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken member = parser.nextToken();
            if (name.equalsIgnoreCase(CONTENT_TYPE)) {
                type = text(parser, member, Violation.pointer(pointer, name), violations);
            } else {
                refuse(member, Violation.pointer(pointer, name), violations);
            }
            parser.skipChildren();
        }
    }

    private static Optional<String> text(JsonParser parser, JsonToken value, String pointer, List<Violation> violations)
            throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return Optional.of(parser.getText());
        }
        if (value != JsonToken.VALUE_NULL) {
            violations.add(new Violation(pointer, "must be a string"));
        }
        return Optional.empty();
    }

    private static void refuse(JsonToken value, String pointer, List<Violation> violations) {
        if (value != JsonToken.VALUE_NULL) {
            violations.add(new Violation(pointer, "not supported: remove it"));
        }
    }

    /** Returns the text as content; empty if there is none. */
    Optional<Content> content(Optional<Payload> payload, List<Violation> violations) {
        if (text.isEmpty()) {
            type.ifPresent(
                    label -> violations.add(new Violation(POINTER + "/" + HEADERS, "needs the member rawPayload")));
            return Optional.empty();
        }
        if (payload.filter(given -> given.size() > EMPTY).isPresent()) {
            violations.add(new Violation(
                    POINTER + "/" + RAW, "mutually exclusive with payload: send an empty payload {} beside it"));
            return Optional.empty();
        }
        try {
            return Optional.of(CheckContent.of(type, CheckContent.utf8(text.get())));
        } catch (UnfitContentException e) {
            boolean isLabel = e.part() == ContentPart.LABEL;
            violations.add(new Violation(
                    POINTER + "/" + (isLabel ? HEADERS + "/" + CONTENT_TYPE : RAW), e.messageAbout("the text")));
            return Optional.empty();
        }
    }
}
