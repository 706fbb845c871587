package dev.sealpost.application;

import dev.sealpost.identifier.Ksuid;
import java.time.Instant;

/** {@code app_} and 27 characters. */
public record ApplicationId(String value) {

    public static final String PREFIX = "app_";

    public static ApplicationId at(Instant time) {
        return new ApplicationId(PREFIX + Ksuid.at(time));
    }

    /** The one id that these parts have, such as a request's key. */
    public static ApplicationId derived(String... parts) {
        return new ApplicationId(PREFIX + Ksuid.derived(parts));
    }

    @Override
    public String toString() {
        return value;
    }
}
