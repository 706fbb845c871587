package dev.sealpost.endpoint;

import java.util.Locale;

/** Why an endpoint is disabled. */
public enum DisableReason {
    /** A user asked for it. */
    BY_REQUEST,
    /** It answered 410. */
    GONE,
    /** It had nothing but failures for too long. */
    FAILING;

    /** For rows, logs and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static DisableReason of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
