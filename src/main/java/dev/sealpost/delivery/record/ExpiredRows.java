package dev.sealpost.delivery.record;

/**
 * Ends deliveries that have expired in their rows.
 *
 * @param limit rows at most
 */
public record ExpiredRows(int limit) implements Entry {

    /** Why such a delivery ended. */
    static final String REASON = "expired";
}
