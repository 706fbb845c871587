package dev.sealpost.endpoint;

import dev.sealpost.identifier.Ksuid;
import java.time.Instant;

/** {@code ep_} and 27 characters. */
public record EndpointId(String value) {

    public static final String PREFIX = "ep_";

    public static EndpointId at(Instant time) {
        return new EndpointId(PREFIX + Ksuid.at(time));
    }

    @Override
    public String toString() {
        return value;
    }
}
