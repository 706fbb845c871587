package dev.sealpost.endpoint;

import java.util.Locale;

/** Reason for disabling an endpoint. */
public enum DisableReason {
    /** Requested by a user. */
    BY_REQUEST,
    /** The receiver answered 410. */
    GONE,
    /** No success for too long. */
    FAILING;

    /** Returns the value used in rows, logs and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static DisableReason of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
