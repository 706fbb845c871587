package dev.sealpost.event;

import dev.sealpost.broker.OutgoingMessage;
import dev.sealpost.broker.OutgoingMessage.Body;
import java.util.HashMap;
import java.util.Map;

/** Writes an event as a message of the broker. */
final class WriteMessage {

    /**
     * From here on, safely below its own limit of 100 KiB, Artemis may keep the body in a file beside the journal. When the
     * disk fails, that file may be cut short or empty although the message is there (seen on a full disk). So such a message
     * says how large it is.
     */
    private static final int MAY_BE_A_FILE = 64 * 1024;

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
        if (size >= MAY_BE_A_FILE) {
            properties.put(MessageProperties.SIZE, Integer.toString(size));
        }
        return new OutgoingMessage(properties, new Body.Bytes(event.payload().bytes()));
    }
}
