package dev.sealpost.broker;

import dev.sealpost.node.BackOff;
import java.time.Duration;

/**
 * The messages of one consumer that are neither acknowledged nor back with the broker, and when those that could not be dealt
 * with go back. The protocol takes back all of a session or none, so they go back when no other message is out: a message that
 * is being delivered must not come a second time. Threads may share it.
 */
final class UnackedMessages {

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    /** How long nothing new is given out for the sake of what is to go back; then the others have their turn again. */
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final BackOff backOff;
    private int out;
    private int kept;
    private int rounds = 1;
    private long backAt;

    /** @param firstPause before a message goes back; doubled while that goes on */
    UnackedMessages(Duration firstPause) {
        this.backOff = new BackOff(firstPause, LONGEST_PAUSE);
    }

    synchronized void given() {
        out++;
    }

    synchronized void acknowledged() {
        out--;
    }

    /** A message could not be dealt with. Returns how long it is kept here before it goes back. */
    synchronized Duration giveBack(long now) {
        out--;
        if (kept++ == 0) {
            boolean quiet = now - backAt > LONGEST_PAUSE.multipliedBy(2).toNanos();
            rounds = quiet ? 1 : rounds;
            backAt = now + pause().toNanos();
        }
        return pause();
    }

    /** Whether it is time for what is kept, so that nothing new may be given out. */
    synchronized boolean isTime(long now) {
        if (kept == 0 || now - backAt < 0) {
            return false;
        }
        if (out > 0 && now - backAt > DRAIN.toNanos()) {
            backAt = now + pause().toNanos();
            return false;
        }
        return true;
    }

    /** Whether nothing is out but what is to go back. */
    synchronized boolean isDrained() {
        return out == 0;
    }

    /** They went back. */
    synchronized void wentBack() {
        kept = 0;
        rounds++;
    }

    private Duration pause() {
        return backOff.after(rounds);
    }
}
