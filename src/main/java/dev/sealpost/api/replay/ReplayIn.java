package dev.sealpost.api.replay;

import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.edge.Query;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Violation;
import dev.sealpost.replay.Replay.Outcome;
import dev.sealpost.replay.Replay.Selection;
import dev.sealpost.replay.ReplaySettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Reads the selection of a replay: {@code {"since", "until", "eventTypes", "outcomes", "reason"}}. */
@Component
class ReplayIn {

    private static final int MOST_TYPES = 100;
    private static final int LONGEST_REASON = 256;

    private final ReplaySettings settings;
    private final Clock clock;

    ReplayIn(ReplaySettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Reads a time window with a required start, for these outcomes. */
    Selection window(Fields fields, Set<Outcome> outcomes) {
        fields.require("since");
        return read(fields, outcomes, List.of());
    }

    /** Reads a window with event types. */
    Selection windowOfTypes(Fields fields, Set<Outcome> outcomes) {
        fields.require("since");
        return read(fields, outcomes, types(fields));
    }

    /** Reads a window with event types and outcomes. */
    Selection filter(Fields fields) {
        fields.require("since");
        Set<Outcome> outcomes = Set.copyOf(
                fields.list("outcomes", List.copyOf(Outcome.ENDED), Outcome.values().length, ReplayIn::outcome));
        return read(fields, outcomes.isEmpty() ? Outcome.ENDED : outcomes, types(fields));
    }

    /** Reads event types and a window whose start is optional. */
    Selection all(Fields fields) {
        return read(fields, Set.of(), types(fields));
    }

    private static List<EventTypePattern> types(Fields fields) {
        return fields.list("eventTypes", List.of(), MOST_TYPES, EventTypePattern::new);
    }

    private Selection read(Fields fields, Set<Outcome> outcomes, List<EventTypePattern> types) {
        Instant now = clock.instant();
        Instant furthest = now.minus(settings.reach());
        Instant since = fields.value("since", furthest, Fields::instant);
        Instant until = fields.value("until", now, now, Fields::instant);
        Optional<String> reason = fields.optional("reason", Optional.empty(), node -> reason(Fields.text(node)));
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

    private static String reason(String text) {
        if (text.isEmpty() || text.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("1 to " + LONGEST_REASON + " characters are expected");
        }
        return text;
    }
}
