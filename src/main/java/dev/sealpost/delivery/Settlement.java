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

    @Override
    public void committed() {
        whenCommitted.accept(this);
    }
}
