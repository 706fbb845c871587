package dev.sealpost.deployment;

import java.time.Instant;
import java.util.Locale;

/**
 * Proposal to make a version the active one. It ends once: all live nodes are prepared, one of them is not, or the time is over.
 *
 * @param coordinator name of the node that ends it
 * @param expiresAt by the clock of the database; from then on nobody can activate it
 */
public record Proposal(
        long number,
        long version,
        State state,
        String coordinator,
        String author,
        Instant openedAt,
        Instant expiresAt) {

    /** State of a proposal. */
    public enum State {
        OPEN,
        ACTIVATED,
        REFUSED,
        EXPIRED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
