package dev.sealpost.event;

import dev.sealpost.broker.OutgoingMessage;
import dev.sealpost.broker.OutgoingMessage.Body;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Writes an event as a message of the broker. */
final class WriteMessage {

    private WriteMessage() {}

    static OutgoingMessage of(Event event, ProducerStamp stamp) {
        Map<String, String> properties = new HashMap<>();
        Labels labels = event.labels();
        properties.put(MessageProperties.APPLICATION, event.application().value());
        properties.put(MessageProperties.TYPE, labels.type().name());
        properties.put(MessageProperties.ID, event.id().value());
        properties.put(MessageProperties.TIME, Long.toString(event.time().toEpochMilli()));
        properties.put(MessageProperties.CONTENT_TYPE, event.content().type());
        properties.put(MessageProperties.RUN, stamp.run());
        properties.put(MessageProperties.SEQUENCE, Long.toString(stamp.sequence()));
        event.expiresAt()
                .ifPresent(time -> properties.put(MessageProperties.EXPIRES_AT, Long.toString(time.toEpochMilli())));
        labels.uid().ifPresent(uid -> properties.put(MessageProperties.UID, uid));
        if (!labels.channels().isEmpty()) {
            properties.put(MessageProperties.CHANNELS, String.join(",", labels.channels()));
        }
        if (!labels.tags().isEmpty()) {
            properties.put(MessageProperties.TAGS, String.join(",", labels.tags()));
        }
        return new OutgoingMessage(properties, new Body.Bytes(event.payload().bytes()), Optional.empty());
    }
}
