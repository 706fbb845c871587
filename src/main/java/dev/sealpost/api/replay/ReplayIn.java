package dev.sealpost.api.replay;

import dev.sealpost.api.edge.Fields;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What may be ordered to be sent again: {@code {"since", "until", "eventTypes", "outcomes", "reason"}}. */
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

    /** Of these standings, since a time that has to be said. */
    Selection window(Fields fields, Set<Outcome> standings) {
        fields.require("since");
        return read(fields, standings, List.of());
    }

    /** The same, with types. */
    Selection windowOfTypes(Fields fields, Set<Outcome> standings) {
        fields.require("since");
        return read(fields, standings, types(fields));
    }

    /** With types, and standings that may be chosen. */
    Selection filter(Fields fields) {
        fields.require("since");
        Set<Outcome> standings = Set.copyOf(
                fields.list("outcomes", List.copyOf(Outcome.ENDED), Outcome.values().length, ReplayIn::standing));
        return read(fields, standings.isEmpty() ? Outcome.ENDED : standings, types(fields));
    }

    /** With types, and from the beginning unless it says since when. */
    Selection all(Fields fields) {
        return read(fields, Set.of(), types(fields));
    }

    private static List<EventTypePattern> types(Fields fields) {
        return fields.list("eventTypes", List.of(), MOST_TYPES, EventTypePattern::new);
    }

    private Selection read(Fields fields, Set<Outcome> standings, List<EventTypePattern> types) {
        Instant now = clock.instant();
        Instant furthest = now.minus(settings.reach());
        Instant since = fields.value("since", furthest, Fields::instant);
        Instant until = fields.value("until", now, now, Fields::instant);
        Optional<String> reason = fields.optional("reason", Optional.empty(), node -> reason(Fields.text(node)));
        fields.throwIfInvalid();
        requireReach(since, until, now, furthest);
        return new Selection(standings, types, reason, since, until);
    }

    private void requireReach(Instant since, Instant until, Instant now, Instant furthest) {
        if (since.isBefore(furthest)) {
            Duration reach = settings.reach();
            throw invalid(
                    "/since",
                    "payloads are sent again for " + (reach.toDays() > 0 ? reach.toDays() + " days" : reach.toString())
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

    private static Outcome standing(String word) {
        return Stream.of(Outcome.values())
                .filter(standing -> standing.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("one of these is expected: "
                        + Stream.of(Outcome.values()).map(Outcome::word).collect(Collectors.joining(", "))));
    }

    private static String reason(String text) {
        if (text.isEmpty() || text.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("1 to " + LONGEST_REASON + " characters are expected");
        }
        return text;
    }
}
