package dev.sealpost.api.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.edge.Query;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Violation;
import dev.sealpost.identifier.Uid;
import dev.sealpost.replay.Replay.Outcome;
import dev.sealpost.replay.Replay.Selection;
import dev.sealpost.replay.ReplaySettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Reads the selection of a replay: {@code {"since", "until", "eventTypes", "outcomes", "reason"}}. */
@Component
class ReplayIn {

    private static final int MOST_TYPES = 100;
    private static final int LONGEST_REASON = 256;
    private static final List<String> OUTCOMES =
            Stream.of(Outcome.values()).map(Outcome::word).toList();

    private static final Member SINCE = Member.of("since", JsonType.instant(), "Start of the span, included.")
            .like("\"2026-12-01T08:00:00Z\"");
    private static final Member UNTIL = Member.of("until", JsonType.instant(), "End of the span; absent: now.")
            .orNull()
            .like("\"2026-12-01T09:00:00Z\"");
    private static final Member REASON = Member.of(
                    "reason", JsonType.text(1, LONGEST_REASON), "Why the deliveries ended; absent: for any reason.")
            .orNull()
            .like("\"timeout\"");
    private static final Member TYPES = Member.of(
                    "eventTypes",
                    new JsonType.Items(
                            JsonType.text(1, EventTypePattern.LONGEST).matching(EventTypePattern.PATTERN),
                            1,
                            MOST_TYPES),
                    "Event types or patterns; absent: all.")
            .orNull()
            .like("[\"order.*\"]");

    /** Failed deliveries of a span. */
    static final Shape RECOVER = Shape.of("RecoverIn", SINCE.asRequired(), UNTIL, REASON);

    /** Messages of a span that the endpoint never got. */
    static final Shape MISSING = RECOVER.with("ReplayMissingIn", TYPES);

    /** Messages of a span, by outcome. */
    static final Shape SHAPE = MISSING.with(
            "ReplayIn",
            Member.of(
                            "outcomes",
                            new JsonType.Items(JsonType.oneOf(OUTCOMES), 1, OUTCOMES.size()),
                            "Outcomes of the deliveries; absent: all that ended.")
                    .orNull()
                    .like("[\"dead\"]"));

    /** Messages of a span, by the status that Svix's clients know. */
    static final Shape BULK = Shape.of(
            "BulkReplayIn",
            SINCE.asRequired(),
            UNTIL,
            REASON,
            TYPES,
            Member.of(
                            "status",
                            new JsonType.Whole(0, 4),
                            "Status of the deliveries: 0 success, 2 fail, 4 canceled; absent: all that ended.")
                    .orNull()
                    .like("2"),
            Member.notYet("channel"),
            Member.notYet("tag"),
            Member.notYet("statusCodeClass"));

    /** Parked messages. */
    static final Shape PARKED = Shape.of("ParkedRedriveIn", SINCE, UNTIL, REASON, TYPES);

    /** Dead letters of an application. */
    static final Shape DEAD = PARKED.with(
            "DeadLetterRedriveIn",
            Member.of("endpointId", JsonType.text(1, Uid.LONGEST_UID), "Id or uid of the endpoint; absent: all.")
                    .orNull()
                    .like("\"shop-1\""));

    private final ReplaySettings settings;
    private final Clock clock;

    ReplayIn(ReplaySettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Reads a time window with a required start, for these outcomes. */
    Selection window(Fields fields, Set<Outcome> outcomes) {
        return read(fields, outcomes, List.of());
    }

    /** Reads a window with event types. */
    Selection windowOfTypes(Fields fields, Set<Outcome> outcomes) {
        return read(fields, outcomes, types(fields));
    }

    /** Reads a window with event types and outcomes. */
    Selection filter(Fields fields) {
        Set<Outcome> outcomes = Set.copyOf(fields.list("outcomes", List.copyOf(Outcome.ENDED), ReplayIn::outcome));
        return read(fields, outcomes.isEmpty() ? Outcome.ENDED : outcomes, types(fields));
    }

    /** Reads a window with event types and a status. */
    Selection bulk(Fields fields) {
        List.of("channel", "tag", "statusCodeClass").forEach(name -> fields.refuseNotYet(name, NullNode.getInstance()));
        Set<Outcome> outcomes =
                fields.optional("status", Optional.empty(), ReplayIn::outcomes).orElse(Outcome.ENDED);
        return read(fields, outcomes, types(fields));
    }

    private static Set<Outcome> outcomes(JsonNode status) {
        return switch (status.intValue()) {
            case 0 -> Set.of(Outcome.DELIVERED);
            case 2 -> Set.of(Outcome.DEAD, Outcome.EXPIRED);
            case 4 -> Set.of(Outcome.CANCELLED);
            default ->
                throw new IllegalArgumentException(
                        "0, 2 or 4 is expected: a delivery that is pending or being made is not sent a second time");
        };
    }

    /** Reads event types and a window whose start is optional. */
    Selection all(Fields fields) {
        return read(fields, Set.of(), types(fields));
    }

    private static List<EventTypePattern> types(Fields fields) {
        return fields.list("eventTypes", List.of(), EventTypePattern::new);
    }

    private Selection read(Fields fields, Set<Outcome> outcomes, List<EventTypePattern> types) {
        Instant now = clock.instant();
        Instant furthest = now.minus(settings.reach());
        Instant since = fields.value("since", furthest, Fields::instant);
        Instant until = fields.value("until", now, now, Fields::instant);
        Optional<String> reason = fields.optional("reason", Optional.empty(), Fields::text);
        fields.throwIfInvalid();
        requireReach(since, until, now, furthest);
        return new Selection(outcomes, types, reason, since, until);
    }

    private void requireReach(Instant since, Instant until, Instant now, Instant furthest) {
        if (since.isBefore(furthest)) {
            Duration reach = settings.reach();
            throw invalid(
                    "/since",
                    "payloads can be replayed for " + (reach.toDays() > 0 ? reach.toDays() + " days" : reach.toString())
                            + " only: not before " + furthest);
        }
        if (since.isAfter(now)) {
            throw invalid("/since", "not after now, " + now);
        }
        if (until.isAfter(now)) {
            throw invalid("/until", "not after now, " + now);
        }
        if (until.isBefore(since)) {
            throw invalid("/until", "not before since, " + since);
        }
    }

    private static InvalidFieldsException invalid(String pointer, String message) {
        return new InvalidFieldsException(List.of(new Violation(pointer, message)));
    }

    private static Outcome outcome(String word) {
        return Query.named(Outcome.values(), Outcome::word, word);
    }
}
