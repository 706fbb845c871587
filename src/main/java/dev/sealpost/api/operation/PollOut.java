package dev.sealpost.api.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.source.poll.PollStatus.FailedRounds;
import dev.sealpost.source.poll.StoredPoll;
import java.time.Instant;
import java.util.Optional;

/**
 * Poll in an answer.
 *
 * @param state {@code backfilling} until a round reaches the end of the list, then {@code live}
 * @param cursor where the next round starts; absent: at the start of the list
 * @param movedAt when the cursor last changed
 * @param node run of the node that polls
 * @param failure what keeps this node from reading; absent if another node polls
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record PollOut(
        String name,
        String state,
        Optional<String> cursor,
        Optional<Instant> movedAt,
        BackfillOut backfill,
        Optional<String> node,
        Optional<FailureOut> failure) {

    /**
     * Progress since the cursor was at its start, or was set by an operator.
     *
     * @param number from 1; each setting of the cursor begins the next one
     * @param endedAt when the end of the list was reached
     * @param total items in the list, as the source says
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record BackfillOut(
            long number,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            long pages,
            long events,
            Optional<Long> total,
            Optional<Instant> lastPageAt) {}

    /** @param rounds consecutive rounds that failed */
    record FailureOut(Instant since, int rounds, String reason) {}

    static PollOut of(StoredPoll poll, Optional<FailedRounds> failures) {
        return new PollOut(
                poll.name(),
                poll.caughtUpAt().isPresent() ? "live" : "backfilling",
                poll.cursor(),
                poll.movedAt(),
                new BackfillOut(
                        poll.backfill(),
                        poll.startedAt(),
                        poll.caughtUpAt(),
                        poll.progress().pages(),
                        poll.progress().events(),
                        poll.progress().total(),
                        poll.lastPageAt()),
                poll.holder().map(holder -> holder.replaceFirst("/.*", "")),
                failures.map(failed -> new FailureOut(failed.since(), failed.failures(), failed.reason())));
    }
}
