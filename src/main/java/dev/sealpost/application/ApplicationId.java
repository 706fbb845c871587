package dev.sealpost.application;

import dev.sealpost.identifier.Ksuid;
import java.time.Instant;

/** {@code app_} and 27 characters. */
public record ApplicationId(String value) {

    public static ApplicationId at(Instant time) {
        return new ApplicationId("app_" + Ksuid.at(time));
    }

    @Override
    public String toString() {
        return value;
    }
}
