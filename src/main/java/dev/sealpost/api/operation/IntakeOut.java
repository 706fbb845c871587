package dev.sealpost.api.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.broker.message.QueueHead;
import dev.sealpost.delivery.dispatch.EventQueues.QueueView;
import dev.sealpost.delivery.dispatch.IntakeStatus;
import dev.sealpost.delivery.dispatch.IntakeStatus.Standstill;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * State of the intake of events from the broker.
 *
 * @param standstill what blocks the intake; empty if nothing does
 * @param stuck messages that could neither be accepted nor parked, oldest first
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record IntakeOut(Optional<StandstillOut> standstill, List<StandstillOut> stuck, List<QueueOut> queues) {

    /**
     * @param messageId broker id of the blocking message, if there is one
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record StandstillOut(String reason, long seconds, Optional<String> messageId) {

        static StandstillOut of(Standstill standstill) {
            return new StandstillOut(
                    standstill.reason(),
                    standstill.since().toSeconds(),
                    standstill.messageId().map(String::valueOf));
        }
    }

    /**
     * @param head first message that was not delivered to a node
     */
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
