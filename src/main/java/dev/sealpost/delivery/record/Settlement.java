package dev.sealpost.delivery.record;

import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Result;

/** Result of a delivery. */
public record Settlement(InFlight inFlight, Result result) implements Entry {

    /** @throws IllegalStateException when no attempt was made */
    Attempted attempted() {
        if (result instanceof Result.Made(Attempted attempted)) {
            return attempted;
        }
        throw new IllegalStateException("no attempt was made: " + result);
    }
}
