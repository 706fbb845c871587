package dev.sealpost.delivery;

import java.util.function.Consumer;

/** What became of a delivery, to be recorded; then it leaves. */
record Settlement(
        InFlight inFlight, Result result, Consumer<InFlight> whenCommitted, Consumer<InFlight> whenUnrecordable)
        implements Entry {

    @Override
    public void committed() {
        whenCommitted.accept(inFlight);
    }
}
