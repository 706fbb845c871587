package dev.sealpost.source.poll;

import java.time.Instant;
import java.util.Optional;

/**
 * Poll as stored in the database. Times are by the clock of the database.
 *
 * @param cursor where the next round starts; empty: at {@code start} of the route
 * @param movedAt when the cursor last changed
 * @param holder run of the node that polls; empty while none does
 * @param backfill number of the backfill, from 1
 * @param startedAt start of the backfill; empty if it began before this was recorded
 * @param caughtUpAt when the backfill reached the end of the list; empty while it has not
 * @param lastPageAt when a page last moved the cursor
 */
public record StoredPoll(
        String name,
        Optional<String> cursor,
        Optional<Instant> movedAt,
        Optional<String> holder,
        long backfill,
        Optional<Instant> startedAt,
        Optional<Instant> caughtUpAt,
        Optional<Instant> lastPageAt,
        PollProgress progress) {}
