package dev.sealpost.delivery.dispatch;

import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.delivery.record.Entry;
import dev.sealpost.delivery.record.Recorder;
import dev.sealpost.delivery.record.SequenceNotes;
import dev.sealpost.event.ProducerStamp;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Parks messages that are not events, each on its own thread, and acknowledges them. */
@Component
final class ParkNotUnderstood {

    private static final Logger LOG = LoggerFactory.getLogger(ParkNotUnderstood.class);

    private final Parking parking;
    private final Recorder recorder;
    private final Clock clock;

    ParkNotUnderstood(Parking parking, Recorder recorder, Clock clock) {
        this.parking = parking;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** Parks a message and acknowledges it once it is on disk, or returns it to the broker on failure. */
    void start(ReceivedMessage message, String reason) {
        Thread.ofVirtual().start(() -> {
            try {
                parking.park(message, reason);
                note(message);
                recorder.submit(new Entry.Acknowledgement(message));
            } catch (RuntimeException | Error e) {
                parking.failed(message, reason, e);
                message.giveBack();
            }
        });
    }

    /** Notes its sequence number, so that the ledger does not report it missing. */
    private void note(ReceivedMessage message) {
        try {
            ProducerStamp.of(message)
                    .ifPresent(stamp -> recorder.write(
                            sql -> SequenceNotes.note(sql, stamp, SequenceNotes.PARKED, clock.instant())));
        } catch (RuntimeException e) {
            LOG.warn("event.sequence-note-failed messageId={} reason={}", message.id(), e.toString());
        }
    }
}
