package dev.sealpost.api.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.replay.Replay;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Replay in an answer, compatible with Svix background tasks.
 *
 * @param status running, finished, failed or cancelled
 * @param task kind of replay
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ReplayOut(String id, String status, String task, Instant createdAt, Instant updatedAt, Data data) {

    /**
     * Selection and progress of the replay.
     *
     * @param scanned events, dead letters or parked messages examined so far
     * @param sent number of those sent again
     * @param skipped number of those selected but not sent, being in flight or undeliverable
     * @param reached time of the last examined item
     * @param progress examined share of the time window, 0 to 1
     * @param note reason of the failure or of waiting
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Data(
            Optional<String> appId,
            Optional<String> endpointId,
            Instant since,
            Instant until,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> eventTypes,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> outcomes,
            Optional<String> reason,
            long scanned,
            long sent,
            long skipped,
            Optional<Instant> reached,
            double progress,
            Optional<String> note) {}

    static ReplayOut of(Replay replay) {
        Replay.ReplayRequest order = replay.order();
        Replay.Selection selection = order.selection();
        Replay.Progress progress = replay.progress();
        return new ReplayOut(
                replay.id().value(),
                replay.state().status().word(),
                order.kind().word(),
                replay.state().createdAt(),
                replay.state().updatedAt(),
                new Data(
                        order.application().map(ApplicationId::value),
                        order.destination().map(DestinationId::value),
                        selection.since(),
                        selection.until(),
                        selection.types().stream()
                                .map(EventTypePattern::expression)
                                .toList(),
                        selection.outcomes().stream()
                                .map(Replay.Outcome::word)
                                .sorted()
                                .toList(),
                        selection.reason(),
                        progress.examined(),
                        progress.sent(),
                        progress.skipped(),
                        progress.cursor().map(cursor -> cursor.time()),
                        share(replay),
                        replay.state().note()));
    }

    private static double share(Replay replay) {
        if (replay.state().status() == Replay.Status.FINISHED) {
            return 1;
        }
        Replay.Selection selection = replay.order().selection();
        double whole = Duration.between(selection.since(), selection.until()).toMillis();
        return replay.progress()
                .cursor()
                .filter(cursor -> whole > 0)
                .map(cursor -> Math.clamp(
                        Duration.between(selection.since(), cursor.time()).toMillis() / whole, 0.0, 1.0))
                .orElse(0.0);
    }
}
