package dev.sealpost.replay;

import java.time.Duration;

/** Does a little of a replay, and saves how far it is. */
interface ReplayStep {

    /**
     * Makes some deliveries due.
     *
     * @param most deliveries to make due, or messages to move
     * @throws ReplayLeases.TakenAwayException when it is not ours any more; nothing was changed
     */
    Stepped step(Replay replay, int most);

    /** What was done. */
    sealed interface Stepped {

        /**
         * Some were made due, and how far it came is saved.
         *
         * @param sent deliveries made due, or messages moved
         * @param writing how long the writer was busy with it
         */
        record Went(int sent, Duration writing) implements Stepped {}

        /** Nothing, and nothing was saved: it waits. */
        record Waits(String why) implements Stepped {}

        /** Nothing, and it never will. */
        record Fails(String why) implements Stepped {}
    }
}
