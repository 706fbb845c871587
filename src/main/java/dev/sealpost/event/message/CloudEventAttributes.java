package dev.sealpost.event.message;

import dev.sealpost.event.Content;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Expiry;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Labels;
import dev.sealpost.event.Payload;
import dev.sealpost.event.TraceContext;
import dev.sealpost.event.Violation;
import dev.sealpost.identifier.PlainText;
import dev.sealpost.identifier.Uid;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Checks all attributes of one event and builds the event. */
final class CloudEventAttributes {

    static final String SPEC_VERSION = "specversion";
    static final String APPLICATION = "sealpostapplication";
    static final String CONTENT_TYPE = "datacontenttype";
    static final String TIME = "time";
    static final String EXPIRY_TIME = "expirytime";

    /** Attributes with a meaning here. Others, such as {@code subject}, are ignored. */
    static final List<String> KNOWN = List.of(
            "id",
            "source",
            SPEC_VERSION,
            "type",
            CONTENT_TYPE,
            TIME,
            EXPIRY_TIME,
            TraceContext.PARENT,
            TraceContext.STATE,
            APPLICATION,
            "sealpostchannels",
            "sealposttags");

    private static final String VERSION = "1.0";

    /** Content type of an event without data (section 3.1 of the specification). */
    private static final String NO_DATA = "application/octet-stream";

    private final Map<String, String> values;
    private final List<Violation> violations = new ArrayList<>();

    CloudEventAttributes(Map<String, String> values) {
        this.values = values;
    }

    void violated(String member, String message) {
        violations.add(Violation.ofMember("", member, message));
    }

    /**
     * @param bytes bytes of the data
     * @param at name of the member with the data
     * @throws InvalidFieldsException with all violations
     */
    CloudEvent event(byte[] bytes, String at) {
        requirePlainText();
        if (required(SPEC_VERSION).filter(version -> !version.equals(VERSION)).isPresent()) {
            violated(SPEC_VERSION, "must be " + VERSION + ", not " + values.get(SPEC_VERSION));
        }
        Optional<String> id = required("id");
        Optional<String> source = required("source");
        Optional<EventType> type = required("type").flatMap(text -> read("type", EventType::new));
        Optional<Instant> time = read(TIME, CloudEventAttributes::time);
        Labels labels = new Labels(
                type.orElse(new EventType("unknown")),
                id.flatMap(CloudEventAttributes::uid),
                list("sealpostchannels", MessageIn.MOST_CHANNELS),
                list("sealposttags", MessageIn.MOST_TAGS));
        Optional<Instant> expiresAt = read(EXPIRY_TIME, CloudEventAttributes::time);
        Content checked = content(bytes, at);
        Content content = new Content(checked.type(), checked.payload(), expiresAt).in(trace());
        Optional<String> application = value(APPLICATION);
        if (!violations.isEmpty()) {
            throw new InvalidFieldsException(violations);
        }
        return new CloudEvent(source.orElseThrow(), id.orElseThrow(), application, time, labels, content);
    }

    /** Returns the value; an empty one counts as missing. */
    private Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).filter(text -> !text.isBlank());
    }

    /** Refuses unpaired surrogates: they would be stored as question marks and make different ids equal. */
    private void requirePlainText() {
        KNOWN.forEach(name -> read(name, PlainText::require));
    }

    private Optional<String> required(String name) {
        Optional<String> value = value(name);
        if (value.isEmpty()) {
            violated(name, "this attribute is required");
        }
        return value;
    }

    private <T> Optional<T> read(String name, Function<String, T> reading) {
        try {
            return value(name).map(reading);
        } catch (IllegalArgumentException e) {
            violated(name, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Instant time(String text) {
        return Expiry.At.parse(text).time().truncatedTo(ChronoUnit.MILLIS);
    }

    private boolean isViolated(String member) {
        return violations.stream().anyMatch(violation -> violation.pointer().equals("/" + member));
    }

    /** Checks the data; records unfit content as a violation. */
    private Content content(byte[] bytes, String at) {
        Optional<String> label = Optional.ofNullable(values.get(CONTENT_TYPE));
        if ((label.isEmpty() && bytes.length == 0) || isViolated(at)) {
            return new Content(NO_DATA, new Payload(bytes));
        }
        try {
            return CheckContent.of(label, bytes);
        } catch (UnfitContentException e) {
            violated(
                    e.part() == UnfitContentException.ContentPart.LABEL ? CONTENT_TYPE : at,
                    e.messageAbout("the data"));
            return new Content(NO_DATA, new Payload(bytes));
        }
    }

    private List<String> list(String name, int most) {
        Set<String> labels = new LinkedHashSet<>();
        read(name, text -> {
            for (String label : text.split(",", -1)) {
                labels.add(Uid.requireLabel(label.strip()));
            }
            if (labels.size() > most) {
                throw new IllegalArgumentException("at most " + most + " are allowed");
            }
            return text;
        });
        return List.copyOf(labels);
    }

    /** Returns the producer's id as uid if it is a valid one, so that the event can be found by it. */
    private static Optional<String> uid(String id) {
        try {
            return Optional.of(Uid.require(id, EventId.PREFIX));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<TraceContext> trace() {
        return value(TraceContext.PARENT).flatMap(parent -> TraceContext.of(parent, value(TraceContext.STATE)));
    }
}
