package dev.sealpost.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Status of retention, shown in the ledger's health. */
public interface RetentionStatus {

    /** Returns when the last clean-up of this node began; empty before the first. */
    Optional<Instant> cleanedAt();

    /** Returns how far the clean-ups of all nodes are behind; zero when they are not. */
    Duration late();
}
