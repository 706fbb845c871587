package dev.sealpost.delivery;

import java.util.function.Consumer;

/**
 * What became of a delivery, to be recorded; then it leaves.
 *
 * @param whenCommitted is given the settlement that went through, which may say less than the one it was made as
 */
record Settlement(
        InFlight inFlight, Result result, Consumer<Settlement> whenCommitted, Consumer<InFlight> whenUnrecordable)
        implements Entry {

    /** @throws IllegalStateException when no attempt was made */
    Attempted attempted() {
        if (result instanceof Result.Made(Attempted attempted)) {
            return attempted;
        }
        throw new IllegalStateException("only attempts that were made have a row");
    }

    @Override
    public void committed() {
        whenCommitted.accept(this);
    }
}
