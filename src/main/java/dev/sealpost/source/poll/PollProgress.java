package dev.sealpost.source.poll;

import java.util.Optional;

/**
 * Progress of a backfill, as far as pages that moved the cursor tell.
 *
 * @param pages read
 * @param events published
 * @param total of the items, as the source says
 */
public record PollProgress(long pages, long events, Optional<Long> total) {

    static final PollProgress NONE = new PollProgress(0, 0, Optional.empty());

    /** Returns the progress with one more page. */
    PollProgress plus(RoundResult.Read page) {
        return new PollProgress(pages + 1, events + page.events(), page.total().or(() -> total));
    }

    @Override
    public String toString() {
        return events + total.map(all -> " of " + all).orElse("") + " events in " + pages + " pages";
    }
}
