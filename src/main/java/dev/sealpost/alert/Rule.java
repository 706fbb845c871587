package dev.sealpost.alert;

import java.time.Instant;
import java.util.function.Function;

/**
 * Rule whose violation raises an alert.
 *
 * @param name such as {@code failure-share}
 * @param place the node it applies to; empty for all nodes
 * @param evaluate throws a {@link RuntimeException} when the rule cannot be evaluated now
 */
record Rule(String name, String place, boolean isEnabled, Function<Instant, Evaluation> evaluate) {

    /**
     * Result of an evaluation.
     *
     * @param text description for operators: value and limit
     */
    record Evaluation(boolean isBroken, double value, double limit, String text) {}
}
