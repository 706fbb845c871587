package dev.sealpost.alert;

import java.time.Instant;

/** Rule whose violation raises an alert. */
interface Rule {

    /** Returns the name, such as {@code failure-share}. */
    String name();

    /** Returns the node it applies to; empty for all nodes. */
    String place();

    /** @throws RuntimeException when the rule cannot be evaluated now */
    Evaluation evaluate(Instant now);

    /**
     * Result of an evaluation.
     *
     * @param text description for operators: value and limit
     */
    record Evaluation(boolean isBroken, double value, double limit, String text) {}
}
