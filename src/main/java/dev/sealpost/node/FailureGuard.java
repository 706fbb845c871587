package dev.sealpost.node;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs a step whose failure must not stop its caller. Contains exceptions and the errors of faulty code: an exhausted
 * stack, a missing class, a failed assertion. Other errors, such as {@link OutOfMemoryError}, are fatal and are thrown.
 */
public final class FailureGuard {

    private FailureGuard() {}

    /** Runs the step, and passes its failure to the handler. */
    public static void run(Runnable step, Consumer<Throwable> onFailure) {
        try {
            step.run();
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            onFailure.accept(e);
        }
    }

    /** Returns the result of the step; empty after a failure, which the handler receives. */
    public static <T> Optional<T> call(Supplier<T> step, Consumer<Throwable> onFailure) {
        try {
            return Optional.of(step.get());
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            onFailure.accept(e);
            return Optional.empty();
        }
    }
}
