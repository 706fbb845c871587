package dev.sealpost.route.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliveryBatch;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.Hops;
import dev.sealpost.event.Labels;
import dev.sealpost.event.message.CheckContent;
import dev.sealpost.event.message.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Comparator;
import java.util.Optional;

/**
 * Composes a batch of events as one event with a JSON array: {@code [{"id", "type", "time", "application", "data"}]}. JSON payloads
 * are in it byte for byte. Text is a string; other bytes are {@code data_base64} instead, as in CloudEvents. Both come with
 * {@code contentType}.
 */
final class ComposeBatch {

    private static final JsonFactory JSON = new JsonFactory();

    private static final DateTimeFormatter TO_THE_MILLISECOND =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private ComposeBatch() {}

    /** Returns the event. Its id is that of the batch, its time that of the first event, its hops are the longest. */
    static Event event(DeliveryBatch batch) {
        Event first = batch.deliveries().getFirst().event();
        Optional<Hops> hops = batch.deliveries().stream()
                .flatMap(delivery -> delivery.event().content().hops().stream())
                .max(Comparator.comparingInt(Hops::count));
        return new Event(
                new EventId(batch.key().id()),
                first.application(),
                first.time(),
                Labels.of(first.type()),
                Content.json(json(batch)).through(hops));
    }

    private static byte[] json(DeliveryBatch batch) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(batch.bytes() + 200 * batch.size());
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartArray();
            for (Delivery delivery : batch.deliveries()) {
                write(json, delivery.event());
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a batch could not be written as JSON", e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, Event event) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", event.id().value());
        json.writeStringField("type", event.type().name());
        json.writeStringField("time", TO_THE_MILLISECOND.format(event.time()));
        json.writeStringField("application", event.application().value());
        writeData(json, event.content());
        json.writeEndObject();
    }

    private static void writeData(JsonGenerator json, Content content) throws IOException {
        byte[] bytes = content.payload().bytes();
        if (CheckContent.isJson(content.type()) && Json.isWellFormed(bytes)) {
            json.writeFieldName("data");
            json.writeRawValue(new String(bytes, StandardCharsets.UTF_8));
            return;
        }
        json.writeStringField("contentType", content.type());
        Optional<String> text = CheckContent.text(content.type(), bytes);
        if (text.isPresent()) {
            json.writeStringField("data", text.get());
        } else {
            json.writeBinaryField("data_base64", bytes);
        }
    }
}
