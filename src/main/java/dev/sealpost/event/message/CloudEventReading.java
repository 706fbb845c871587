package dev.sealpost.event.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sealpost.event.Content;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Violation;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one event in the <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">JSON
 * format</a> in a single pass. The data is copied from the body unchanged.
 */
final class CloudEventReading {

    private static final String DATA = "data";
    private static final String BASE64 = "data_base64";

    private final byte[] body;
    private final Map<String, String> values = new HashMap<>();
    private final CloudEventAttributes attributes = new CloudEventAttributes(values);
    private final Set<String> names = new HashSet<>();
    private Optional<Data> data = Optional.empty();
    private Optional<String> base64 = Optional.empty();

    /**
     * The member {@code data}.
     *
     * @param slice bytes as in the body
     * @param text text if the data is a string
     */
    private record Data(byte[] slice, Optional<String> text) {}

    CloudEventReading(byte[] body) {
        this.body = body;
    }

    CloudEvent read(JsonParser parser) throws IOException {
        JsonToken start = parser.nextToken();
        if (start == null) {
            throw Json.emptyBody();
        }
        if (start != JsonToken.START_OBJECT) {
            throw new InvalidFieldsException(List.of(new Violation(
                    "", start == JsonToken.START_ARRAY ? "must be one event, not a batch" : "must be a JSON object")));
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            readMember(parser);
        }
        Json.requireEnd(parser);
        return attributes.event(payload(), base64.isPresent() ? BASE64 : DATA);
    }

    private void readMember(JsonParser parser) throws IOException {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (!names.add(name)) {
            // Other parsers may take the other one.
            attributes.violated(name, "duplicate member");
            parser.skipChildren();
        } else if (value == JsonToken.VALUE_NULL) {
            // Null counts as missing (section 2.2).
            return;
        } else if (name.equals(DATA)) {
            data = Optional.of(slice(parser, value));
        } else if (name.equals(BASE64) && value == JsonToken.VALUE_STRING) {
            base64 = Optional.of(parser.getText());
        } else if (name.equals(BASE64)) {
            parser.skipChildren();
            attributes.violated(name, "must be a string");
        } else if (value.isStructStart() || value == JsonToken.VALUE_NUMBER_FLOAT) {
            parser.skipChildren();
            attributes.violated(name, "must be a string, an integer or a boolean");
        } else {
            values.put(name, parser.getText());
        }
    }

    private Data slice(JsonParser parser, JsonToken value) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        Optional<String> text = value == JsonToken.VALUE_STRING ? Optional.of(parser.getText()) : Optional.empty();
        parser.skipChildren();
        int to = (int) parser.currentLocation().getByteOffset();
        if (from < 0 || to > body.length || from >= to) {
            // The parser detects UTF-16 and UTF-32; its offsets then differ from those of the bytes.
            throw new MalformedJsonException("the body is not UTF-8", 1, 1);
        }
        return new Data(Arrays.copyOfRange(body, from, to), text);
    }

    /** Returns the data: the JSON value itself, or the text of a string for any other content type (section 3.1). */
    private byte[] payload() {
        if (base64.isPresent() && data.isPresent()) {
            attributes.violated(BASE64, "data and data_base64 are mutually exclusive");
        }
        if (base64.isPresent()) {
            return decoded(base64.get());
        }
        if (data.isEmpty()) {
            return new byte[0];
        }
        if (CheckContent.isJson(values.getOrDefault(CloudEventAttributes.CONTENT_TYPE, Content.JSON))) {
            return data.get().slice();
        }
        if (data.get().text().isEmpty()) {
            attributes.violated(DATA, "must be a string, because datacontenttype is not JSON");
        }
        return encoded(data.get().text().orElse(""));
    }

    private byte[] encoded(String text) {
        try {
            return CheckContent.utf8(text);
        } catch (UnfitContentException e) {
            attributes.violated(DATA, e.messageAbout("the data"));
            return new byte[0];
        }
    }

    private byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            attributes.violated(BASE64, "must be base64 (RFC 4648, section 4)");
            return new byte[0];
        }
    }
}
