package dev.sealpost.api.message;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.event.Event;
import dev.sealpost.history.DeliveryLog.RecordedState;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Event in an answer, with the state of its delivery to one endpoint. */
record EndpointMessageOut(MessageOut message, RecordedState state) implements JsonSerializable {

    /** Members of the answer. */
    static final Shape SHAPE = MessageOut.SHAPE.with(
            "EndpointMessageOut",
            Member.of("status", new JsonType.Whole(0, 4), "0 success, 1 pending, 2 fail, 3 sending, 4 canceled.")
                    .asRequired()
                    .like("0"),
            Member.of("statusText", JsonType.text(1, 20), "The same as a word.")
                    .asRequired()
                    .like("\"success\""),
            Member.of("nextAttempt", JsonType.instant(), "Time of the next attempt, if one is planned.")
                    .like("\"2026-12-01T08:05:00.000Z\""));

    static EndpointMessageOut of(Event event, boolean withContent, RecordedState state) {
        return new EndpointMessageOut(MessageOut.of(event, withContent), state);
    }

    @Override
    public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
        generator.writeStartObject();
        message.writeMembers(generator);
        generator.writeNumberField("status", state.status().number());
        generator.writeStringField("statusText", state.status().word());
        Optional<Instant> next = state.nextAttempt();
        if (next.isPresent()) {
            generator.writeStringField("nextAttempt", next.get().toString());
        }
        generator.writeEndObject();
    }

    @Override
    public void serializeWithType(JsonGenerator generator, SerializerProvider provider, TypeSerializer type)
            throws IOException {
        serialize(generator, provider);
    }
}
