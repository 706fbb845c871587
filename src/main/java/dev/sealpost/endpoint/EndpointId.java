package dev.sealpost.endpoint;

import dev.sealpost.identifier.Ksuid;
import java.time.Instant;

/** Endpoint id: {@code ep_} and 27 characters. */
public record EndpointId(String value) {

    public static final String PREFIX = "ep_";

    public static EndpointId at(Instant time) {
        return new EndpointId(PREFIX + Ksuid.at(time));
    }

    /** Derives an id from parts such as an idempotency key. */
    public static EndpointId derived(String... parts) {
        return new EndpointId(PREFIX + Ksuid.derived(parts));
    }

    @Override
    public String toString() {
        return value;
    }
}
