package dev.sealpost.replay;

import java.time.Duration;

/** Executes one step of a replay and saves its progress. */
interface ReplayStep {

    /**
     * Makes some deliveries due.
     *
     * @param most maximum number of deliveries to make due or messages to move
     * @throws ReplayLeases.TakenAwayException when the lease was lost; nothing was changed
     */
    Stepped step(Replay replay, int most);

    /** Result of a step. */
    sealed interface Stepped {

        /**
         * Progress was made and saved.
         *
         * @param sent deliveries made due, or messages moved
         * @param writing duration of the write
         */
        record Went(int sent, Duration writing) implements Stepped {}

        /** Nothing was done; the replay waits. */
        record Waits(String why) implements Stepped {}

        /** The replay cannot continue. */
        record Fails(String why) implements Stepped {}
    }
}
