package dev.sealpost.application;

import dev.sealpost.identifier.Ksuid;
import java.time.Instant;

/** Id of an application: {@code app_} and 27 characters. */
public record ApplicationId(String value) {

    public static final String PREFIX = "app_";

    public static ApplicationId at(Instant time) {
        return new ApplicationId(PREFIX + Ksuid.at(time));
    }

    /** Returns the deterministic id of these parts, such as an idempotency key. */
    public static ApplicationId derived(String... parts) {
        return new ApplicationId(PREFIX + Ksuid.derived(parts));
    }

    @Override
    public String toString() {
        return value;
    }
}
