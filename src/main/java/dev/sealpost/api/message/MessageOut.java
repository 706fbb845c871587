package dev.sealpost.api.message;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventType;
import dev.sealpost.event.message.MessageIn;
import dev.sealpost.identifier.Uid;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Event in an answer. Writes itself, since every accepted event is answered with one. */
public record MessageOut(Event event, RawJson payload) implements JsonSerializable {

    /** Members of the answer. */
    public static final Shape SHAPE = Shape.of(
            "MessageOut",
            Member.of("id", JsonType.text(1, 300), "").asRequired().like("\"msg_1srOrx2ZWZBpBUvZwXKQmoEYga2\""),
            Member.of("eventType", JsonType.text(1, EventType.LONGEST), "")
                    .asRequired()
                    .like("\"order.created\""),
            Member.of("eventId", JsonType.text(1, Uid.LONGEST_UID), "Your own id of the event.")
                    .like("\"order-1-created\""),
            labels("channels", MessageIn.MOST_CHANNELS),
            labels("tags", MessageIn.MOST_TAGS),
            Member.of("timestamp", JsonType.instant(), "Time of acceptance.")
                    .asRequired()
                    .like("\"2026-12-01T08:00:00.000Z\""),
            Member.of("expiresAt", JsonType.instant(), "Time after which it is not sent any more.")
                    .like("\"2026-12-02T08:00:00Z\""),
            Member.of(
                            "payload",
                            new JsonType.Anything(),
                            "The posted object; text or base64 for other content; `{}` without content.")
                    .asRequired()
                    .like("{\"orderId\": \"o-1\"}"),
            Member.of("payloadEncoding", JsonType.oneOf(List.of("base64")), "Present if the payload is bytes.")
                    .like("\"base64\""));

    private static Member labels(String name, int most) {
        return Member.of(name, new JsonType.Items(JsonType.text(1, Uid.LONGEST_LABEL), 0, most), "")
                .like("[\"shop-1\"]");
    }

    /**
     * Converts a stored event.
     *
     * @param withContent false: the payload is {@code {}}
     */
    public static MessageOut of(Event event, boolean withContent) {
        return new MessageOut(event, withContent ? RawJson.of(event.content()) : RawJson.NOTHING);
    }

    /** Writes the members; omits empty ones. {@code payloadEncoding} tells a payload that is neither JSON nor text. */
    @Override
    public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
        generator.writeStartObject(this);
        writeMembers(generator);
        generator.writeEndObject();
    }

    void writeMembers(JsonGenerator generator) throws IOException {
        generator.writeStringField("id", event.id().value());
        generator.writeStringField("eventType", event.type().name());
        write(generator, "eventId", event.labels().uid());
        write(generator, "channels", event.labels().channels());
        write(generator, "tags", event.labels().tags());
        generator.writeStringField("timestamp", event.time().toString());
        write(generator, "expiresAt", event.expiresAt().map(Object::toString));
        generator.writeFieldName("payload");
        payload.write(generator);
        write(generator, "payloadEncoding", payload.isBase64() ? Optional.of("base64") : Optional.empty());
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
