package dev.sealpost.broker.message;

import dev.sealpost.node.BackOff;
import java.time.Duration;

/**
 * Unacknowledged messages of one consumer, and the schedule for requeuing those that could not be processed. The
 * protocol requeues all messages of a session or none, so requeuing waits until no other message is outstanding: a
 * message in processing must not be redelivered. Thread-safe.
 */
final class UnackedMessages {

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    /** Maximum time for which delivery stops to requeue messages; after that delivery resumes. */
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final BackOff backOff;
    private int outstanding;
    private int waiting;
    private int rounds = 1;
    private long requeueAt;

    /**
     * @param firstPause before messages are requeued; doubled each time
     */
    UnackedMessages(Duration firstPause) {
        this.backOff = new BackOff(firstPause, LONGEST_PAUSE);
    }

    synchronized void delivered() {
        outstanding++;
    }

    synchronized void acknowledged() {
        outstanding--;
    }

    /** Records a message that could not be processed, and returns the pause before it is requeued. */
    synchronized Duration requeue(long now) {
        outstanding--;
        if (waiting++ == 0) {
            boolean quiet = now - requeueAt > LONGEST_PAUSE.multipliedBy(2).toNanos();
            rounds = quiet ? 1 : rounds;
            requeueAt = now + pause().toNanos();
        }
        return pause();
    }

    /** Returns whether requeuing is due, so that no new message may be delivered. */
    synchronized boolean isRequeueDue(long now) {
        if (waiting == 0 || now - requeueAt < 0) {
            return false;
        }
        if (outstanding > 0 && now - requeueAt > DRAIN.toNanos()) {
            requeueAt = now + pause().toNanos();
            return false;
        }
        return true;
    }

    /** Returns whether no message is outstanding, except those to be requeued. */
    synchronized boolean isDrained() {
        return outstanding == 0;
    }

    synchronized int outstanding() {
        return outstanding;
    }

    /** Records that the waiting messages were requeued. */
    synchronized void requeued() {
        waiting = 0;
        rounds++;
    }

    private Duration pause() {
        return backOff.after(rounds);
    }
}
