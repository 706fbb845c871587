package dev.sealpost.delivery;

import java.util.Locale;

/** Origin of an attempt. */
public enum Trigger {
    SCHEDULED,
    MANUAL;

    /** Returns the value used in rows. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
