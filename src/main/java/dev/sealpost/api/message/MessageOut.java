package dev.sealpost.api.message;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import dev.sealpost.event.Event;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Event in an answer. Writes itself, since every accepted event is answered with one. */
record MessageOut(Event event, RawJson payload) implements JsonSerializable {

    /**
     * Converts a stored event.
     *
     * @param withContent false: the payload is {@code {}}
     */
    static MessageOut of(Event event, boolean withContent) {
        return new MessageOut(event, withContent ? RawJson.of(event.content()) : RawJson.NOTHING);
    }

    /** Writes the members; omits empty ones. {@code payloadEncoding} tells a payload that is neither JSON nor text. */
    @Override
    public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
        generator.writeStartObject(this);
        generator.writeStringField("id", event.id().value());
        generator.writeStringField("eventType", event.type().name());
        write(generator, "eventId", event.labels().uid());
        write(generator, "channels", event.labels().channels());
        write(generator, "tags", event.labels().tags());
        generator.writeStringField("timestamp", event.time().toString());
        write(generator, "expiresAt", event.expiresAt().map(Object::toString));
        generator.writeFieldName("payload");
        payload.serialize(generator, provider);
        write(generator, "payloadEncoding", payload.isBase64() ? Optional.of("base64") : Optional.empty());
        generator.writeEndObject();
    }

    private static void write(JsonGenerator generator, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            generator.writeStringField(name, value.get());
        }
    }

    private static void write(JsonGenerator generator, String name, List<String> values) throws IOException {
        if (!values.isEmpty()) {
            generator.writeArrayFieldStart(name);
            for (String value : values) {
                generator.writeString(value);
            }
            generator.writeEndArray();
        }
    }

    @Override
    public void serializeWithType(JsonGenerator generator, SerializerProvider provider, TypeSerializer type)
            throws IOException {
        serialize(generator, provider);
    }
}
