package dev.sealpost.api.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.broker.QueueHead;
import dev.sealpost.delivery.dispatch.EventQueues.QueueView;
import dev.sealpost.delivery.dispatch.IntakeStatus;
import dev.sealpost.delivery.dispatch.IntakeStatus.Standstill;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether events are taken from the broker.
 *
 * @param standstill what is in the way; empty: nothing
 * @param stuck messages that could neither be taken nor parked, the oldest first
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record IntakeOut(Optional<StandstillOut> standstill, List<StandstillOut> stuck, List<QueueOut> queues) {

    /** @param messageId the broker's, where one message is in the way */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record StandstillOut(String reason, long seconds, Optional<String> messageId) {

        static StandstillOut of(Standstill still) {
            return new StandstillOut(
                    still.reason(), still.since().toSeconds(), still.messageId().map(String::valueOf));
        }
    }

    /** @param head the first message that no node has */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record QueueOut(String name, Optional<HeadOut> head) {}

    record HeadOut(String messageId, Map<String, String> headers) {

        static HeadOut of(QueueHead head) {
            return new HeadOut(Long.toString(head.id()), head.headers());
        }
    }

    static IntakeOut of(IntakeStatus status, List<QueueView> queues) {
        return new IntakeOut(
                status.standstill().map(StandstillOut::of),
                status.stuckMessages().stream().map(StandstillOut::of).toList(),
                queues.stream()
                        .map(queue -> new QueueOut(queue.name(), queue.head().map(HeadOut::of)))
                        .toList());
    }
}
