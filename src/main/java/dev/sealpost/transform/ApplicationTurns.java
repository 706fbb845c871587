package dev.sealpost.transform;

import dev.sealpost.application.ApplicationId;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Turns of applications: each runs code only on its share of the places, so that one whose code takes long holds itself up and not the
 * others. Applications without a run take no memory.
 */
final class ApplicationTurns {

    private final Map<ApplicationId, Turn> turns = new HashMap<>();
    private final int share;
    private final long patience;

    /**
     * @param share runs of one application at a time
     * @param patience how long a run waits for its turn, in milliseconds
     */
    ApplicationTurns(int share, long patience) {
        this.share = share;
        this.patience = patience;
    }

    /** Runs of one application. */
    private static final class Turn {

        private final Semaphore free;
        private int users;

        private Turn(int share) {
            this.free = new Semaphore(share, true);
        }
    }

    /**
     * Runs code in its application's turn.
     *
     * @throws TransformationException if the application's other runs take too long
     */
    <T> T in(ApplicationId application, Supplier<T> run) throws InterruptedException {
        Turn turn = enter(application);
        try {
            if (!turn.free.tryAcquire(patience, TimeUnit.MILLISECONDS)) {
                throw new TransformationException(
                        "the other runs of this application's transformations took longer than " + patience + " ms");
            }
            try {
                return run.get();
            } finally {
                turn.free.release();
            }
        } finally {
            leave(application);
        }
    }

    private synchronized Turn enter(ApplicationId application) {
        Turn turn = turns.computeIfAbsent(application, unknown -> new Turn(share));
        turn.users++;
        return turn;
    }

    private synchronized void leave(ApplicationId application) {
        Turn turn = Objects.requireNonNull(turns.get(application));
        turn.users--;
        if (turn.users == 0) {
            turns.remove(application);
        }
    }
}
