package dev.sealpost.source.poll;

import java.util.Optional;

/**
 * Position from which a round starts.
 *
 * @param cursor empty before the first page
 * @param backfill number of the backfill, from 1; setting the cursor begins the next one
 * @param caughtUp whether the backfill has reached the end of the list
 * @param progress of the backfill
 */
record PollPosition(Optional<String> cursor, long backfill, boolean caughtUp, PollProgress progress) {

    static final PollPosition FIRST = new PollPosition(Optional.empty(), 1, false, PollProgress.NONE);
}
