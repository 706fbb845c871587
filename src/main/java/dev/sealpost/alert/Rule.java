package dev.sealpost.alert;

import java.time.Instant;

/** Something that should not be. */
interface Rule {

    /** The word for it, such as {@code failure-share}. */
    String name();

    /** Which node it is about; empty when it is about all of them. */
    String place();

    /** @throws RuntimeException when that cannot be told now */
    Finding look(Instant now);

    /**
     * How it stands.
     *
     * @param text for people: what was found, and the limit
     */
    record Finding(boolean isBroken, double value, double limit, String text) {}
}
