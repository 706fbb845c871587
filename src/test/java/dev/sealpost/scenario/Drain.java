package dev.sealpost.scenario;

import java.sql.SQLException;
import java.time.Duration;

/** Waits until nothing is owed any more and the receiver hears no more. */
record Drain(Books books, Receiver receiver) {

    private static final Duration QUIET = Duration.ofMillis(500);

    void await(SealpostProcess process, Duration limit) throws InterruptedException, SQLException {
        long deadline = System.nanoTime() + limit.toNanos();
        do {
            receiver.awaitQuiet(QUIET);
            process.assertRunning();
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not drained after " + limit + ": " + books.balance() + "\n" + process.tail());
            }
        } while (books.balance().pending() > 0 || !isQuiet());
    }

    private boolean isQuiet() {
        long started = System.nanoTime();
        receiver.awaitQuiet(QUIET);
        return System.nanoTime() - started < QUIET.toNanos() * 2;
    }
}
