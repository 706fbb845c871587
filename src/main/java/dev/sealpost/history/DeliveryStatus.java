package dev.sealpost.history;

import java.util.Locale;

/** Status of a delivery, in the order of their numbers in the API. */
public enum DeliveryStatus {
    SUCCESS,
    /** It waits for its next attempt. */
    PENDING,
    /** It ended without a success. */
    FAIL,
    /** An attempt is being made. */
    SENDING,
    CANCELED;

    public int number() {
        return ordinal();
    }

    /** Returns the word used in the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds the status with this number.
     *
     * @throws IllegalArgumentException with a message for users, if there is none
     */
    public static DeliveryStatus of(String number) {
        int found = Integer.parseInt(number);
        if (found < 0 || found >= values().length) {
            throw new IllegalArgumentException("a status from 0 to " + (values().length - 1) + " is expected");
        }
        return values()[found];
    }
}
