package dev.sealpost.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How the removal of old rows goes, which the health of the ledger shows. */
public interface RetentionStatus {

    /** When the last clean-up of this node began; empty before the first. */
    Optional<Instant> cleanedAt();

    /** How late the clean-ups of all nodes are; zero when they are not. */
    Duration late();
}
