package dev.sealpost.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
 * format</a> in a single pass. The data is cut out of the body and not written anew.
 */
final class CloudEventReading {

    private static final String DATA = "data";
    private static final String BASE64 = "data_base64";

    private final byte[] body;
    private final Map<String, String> values = new HashMap<>();
    private final CloudEventAttributes attributes = new CloudEventAttributes(values);
    private final Set<String> seen = new HashSet<>();
    private Optional<Data> data = Optional.empty();
    private Optional<String> base64 = Optional.empty();

    /**
     * The member {@code data}.
     *
     * @param slice as it stands in the body
     * @param text what it says, where it is a string
     */
    private record Data(byte[] slice, Optional<String> text) {}

    CloudEventReading(byte[] body) {
        this.body = body;
    }

    CloudEvent read(JsonParser parser) throws IOException {
        JsonToken start = parser.nextToken();
        if (start == null) {
            throw Json.nothing();
        }
        if (start != JsonToken.START_OBJECT) {
            throw new InvalidFieldsException(List.of(new Violation(
                    "",
                    start == JsonToken.START_ARRAY
                            ? "one event is expected, not a batch of them"
                            : "a JSON object is expected")));
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
        if (!seen.add(name)) {
            // Would be read one way here and another way elsewhere.
            attributes.violated(name, "this member is there twice");
            parser.skipChildren();
        } else if (value == JsonToken.VALUE_NULL) {
            // The same as if it were not there (section 2.2).
            return;
        } else if (name.equals(DATA)) {
            data = Optional.of(slice(parser, value));
        } else if (name.equals(BASE64) && value == JsonToken.VALUE_STRING) {
            base64 = Optional.of(parser.getText());
        } else if (name.equals(BASE64)) {
            parser.skipChildren();
            attributes.violated(name, "a string is expected");
        } else if (value.isStructStart() || value == JsonToken.VALUE_NUMBER_FLOAT) {
            parser.skipChildren();
            attributes.violated(name, "a string, a whole number or true or false is expected");
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
            // UTF-16 and UTF-32 are detected by the parser, and its offsets would not be those of the bytes.
            throw new MalformedJsonException("the body is not UTF-8", 1, 1);
        }
        return new Data(Arrays.copyOfRange(body, from, to), text);
    }

    /** Section 3.1: what is declared as JSON is the value itself, and everything else is the text of a string. */
    private byte[] payload() {
        if (base64.isPresent() && data.isPresent()) {
            attributes.violated(BASE64, "give data or data_base64, not both");
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
            attributes.violated(
                    DATA, "a string is expected, for datacontenttype says that the data is something else than JSON");
        }
        String text = data.get().text().orElse("");
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            attributes.violated(DATA, "text without half a surrogate pair is expected");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            attributes.violated(BASE64, "base64 of RFC 4648, section 4, is expected");
            return new byte[0];
        }
    }
}
