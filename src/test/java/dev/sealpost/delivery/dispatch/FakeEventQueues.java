package dev.sealpost.delivery.dispatch;

import dev.sealpost.broker.message.QueueHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One queue in memory, with what was done to its head. */
public final class FakeEventQueues implements EventQueues {

    private final IntakeStatus status = new IntakeStatus(System::nanoTime);
    private final List<String> done = new ArrayList<>();
    private Optional<QueueHead> head = Optional.empty();

    public void begin(QueueHead first) {
        head = Optional.of(first);
    }

    /** Such as {@code park 7}. */
    public List<String> done() {
        return done;
    }

    public void isStuck(long messageId, String reason) {
        status.stuck(messageId, reason);
    }

    @Override
    public IntakeStatus status() {
        return status;
    }

    @Override
    public List<QueueView> queues() {
        return List.of(new QueueView("events", head));
    }

    @Override
    public boolean park(String queue, long messageId) {
        return take(queue, messageId, "park");
    }

    @Override
    public boolean delete(String queue, long messageId) {
        return take(queue, messageId, "delete");
    }

    private boolean take(String queue, long messageId, String how) {
        if (!queue.equals("events")
                || head.filter(first -> first.id() == messageId).isEmpty()) {
            return false;
        }
        head = Optional.empty();
        return done.add(how + " " + messageId);
    }
}
