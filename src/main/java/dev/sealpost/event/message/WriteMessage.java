package dev.sealpost.event.message;

import dev.sealpost.broker.message.OutgoingMessage;
import dev.sealpost.broker.message.OutgoingMessage.Body;
import dev.sealpost.event.Event;
import dev.sealpost.event.Labels;
import dev.sealpost.event.MessageProperties;
import dev.sealpost.event.ProducerStamp;
import dev.sealpost.event.TraceContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Writes an event as a message of the broker. */
final class WriteMessage {

    /**
     * Size from which a message states its size, in bytes. Above about 100 KiB Artemis stores the body in a file beside the
     * journal. If the disk fails, that file can be truncated or empty although the message exists (observed on a full disk).
     */
    private static final int STATES_SIZE_FROM = 64 * 1024;

    private WriteMessage() {}

    static OutgoingMessage of(Event event, Optional<ProducerStamp> stamp) {
        Map<String, String> properties = new HashMap<>();
        Labels labels = event.labels();
        properties.put(MessageProperties.APPLICATION, event.application().value());
        properties.put(MessageProperties.TYPE, labels.type().name());
        properties.put(MessageProperties.ID, event.id().value());
        properties.put(MessageProperties.TIME, Long.toString(event.time().toEpochMilli()));
        properties.put(MessageProperties.CONTENT_TYPE, event.content().type());
        stamp.ifPresent(from -> {
            properties.put(MessageProperties.RUN, from.run());
            properties.put(MessageProperties.SEQUENCE, Long.toString(from.sequence()));
        });
        event.expiresAt()
                .ifPresent(time -> properties.put(MessageProperties.EXPIRES_AT, Long.toString(time.toEpochMilli())));
        event.content()
                .period()
                .ifPresent(period -> properties.put(MessageProperties.PAYLOAD_PERIOD, Integer.toString(period.days())));
        labels.uid().ifPresent(uid -> properties.put(MessageProperties.UID, uid));
        if (!labels.channels().isEmpty()) {
            properties.put(MessageProperties.CHANNELS, String.join(",", labels.channels()));
        }
        if (!labels.tags().isEmpty()) {
            properties.put(MessageProperties.TAGS, String.join(",", labels.tags()));
        }
        event.content().trace().ifPresent(trace -> {
            properties.put(TraceContext.PARENT, trace.parent());
            trace.state().ifPresent(state -> properties.put(TraceContext.STATE, state));
        });
        event.content().hops().ifPresent(hops -> properties.put(MessageProperties.HOPS, hops.text()));
        int size = event.payload().size();
        if (size >= STATES_SIZE_FROM) {
            properties.put(MessageProperties.SIZE, Integer.toString(size));
        }
        return new OutgoingMessage(properties, new Body.Bytes(event.payload().bytes()));
    }
}
