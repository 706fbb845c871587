package dev.sealpost.egress;

import java.time.Duration;
import java.time.Instant;

/** The total deadline of the outbound calls that this thread makes while it is open. */
public final class OutboundCall implements AutoCloseable {

    private final Instant end;

    private OutboundCall(Instant end) {
        this.end = end;
    }

    public static OutboundCall open(Duration deadline) {
        return new OutboundCall(Instant.now().plus(deadline));
    }

    public boolean expired() {
        return !Instant.now().isBefore(end);
    }

    @Override
    public void close() {}
}
