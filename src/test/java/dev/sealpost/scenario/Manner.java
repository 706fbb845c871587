package dev.sealpost.scenario;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Behaviour of the receiver for the requests of one path. */
sealed interface Manner {

    /** Answers at once. */
    record Answers(int status) implements Manner {}

    /** Answers at once and looks at nothing of the request, for many. */
    record Counts(int status) implements Manner {}

    /** Answers each event with the failure the first time and with 200 afterwards. */
    record FailsFirst(int status) implements Manner {}

    /** Answers 200 after a while. */
    record Delays(Duration time) implements Manner {}

    /** Answers with a failure after a while. */
    record FailsLate(int status, Duration time) implements Manner {}

    /** Reads the request and never answers; the sender has to end it. */
    record Hangs() implements Manner {}

    /**
     * Answers 200 at once to the first requests, and hangs for all that come after them.
     *
     * @param left how many are still to be answered; counted down
     */
    record AnswersAndHangs(AtomicInteger left) implements Manner {}

    /** Sends one byte of its answer a second, and never all of them. */
    record Drips() implements Manner {}
}
