package dev.sealpost.event.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/** Finds the application in the JSON of a whole CloudEvent without reading the rest of it. */
final class EnvelopeApplication {

    private static final JsonFactory JSON = new JsonFactory();

    private EnvelopeApplication() {}

    /** Returns the value of {@code sealpostapplication}; empty if there is none, or the body is not a JSON object. */
    static Optional<String> find(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isWanted = parser.currentName().equals(CloudEventAttributes.APPLICATION);
                JsonToken value = parser.nextToken();
                if (isWanted && value == JsonToken.VALUE_STRING) {
                    return Optional.of(parser.getText()).filter(name -> !name.isBlank());
                }
                parser.skipChildren();
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
