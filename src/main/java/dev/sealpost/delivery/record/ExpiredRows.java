package dev.sealpost.delivery.record;

/**
 * Ends deliveries that expired in their rows.
 *
 * @param limit maximum number of rows
 */
public record ExpiredRows(int limit) implements Entry {

    /** Reason recorded with the end. */
    static final String REASON = "expired";
}
