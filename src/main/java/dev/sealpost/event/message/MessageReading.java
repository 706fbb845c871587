package dev.sealpost.event.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import dev.sealpost.event.Content;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Expiry;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Labels;
import dev.sealpost.event.Payload;
import dev.sealpost.event.PayloadPeriod;
import dev.sealpost.event.Violation;
import dev.sealpost.identifier.NearestName;
import dev.sealpost.identifier.Uid;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads one {@link MessageIn} in a single pass, without building a tree of the payload. */
final class MessageReading {

    /** Members of answers only, skipped so that an answer can be posted again. */
    private static final Set<String> ONLY_IN_ANSWERS = Set.of("id", "timestamp");

    /** Members of the published contract that are not supported; allowed if null or an empty object. */
    private static final Set<String> UNSUPPORTED = Set.of("application", "deliverAt", "payloadRetentionHours");

    private static final String PARAMETERS = "transformationsParams";

    private static final List<String> KNOWN = List.of(
            "eventType",
            "eventId",
            "payload",
            "channels",
            "tags",
            "expiresAt",
            "expireAfter",
            "payloadRetentionPeriod",
            PARAMETERS);

    private static final int MOST_UNKNOWN = 20;

    private final byte[] body;
    private final UnknownMembers unknown;
    private final List<String> ignored = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();

    private Optional<EventType> type = Optional.empty();
    private Optional<String> uid = Optional.empty();
    private Optional<Payload> payload = Optional.empty();
    private final RawPayloadReading raw = new RawPayloadReading();
    private Optional<Expiry> expiry = Optional.empty();
    private Optional<PayloadPeriod> period = Optional.empty();
    private List<String> channels = List.of();
    private List<String> tags = List.of();

    MessageReading(byte[] body, UnknownMembers unknown) {
        this.body = body;
        this.unknown = unknown;
    }

    MessageIn read(JsonParser parser) throws IOException {
        JsonToken start = parser.nextToken();
        if (start == null) {
            throw Json.emptyBody();
        }
        if (start == JsonToken.START_OBJECT) {
            readMembers(parser);
            requireMember("eventType");
            requireMember("payload");
        } else {
            parser.skipChildren();
            violations.add(new Violation("", "must be a JSON object"));
        }
        Json.requireEnd(parser);
        Optional<Content> content =
                raw.content(payload, violations).or(() -> payload.map(bytes -> new Content(Content.JSON, bytes)));
        if (violations.isEmpty() && type.isPresent() && content.isPresent()) {
            return new MessageIn(
                    new Labels(type.get(), uid, channels, tags),
                    content.get().payload(),
                    expiry,
                    period,
                    Optional.empty(),
                    ignored,
                    content.get().type());
        }
        throw new InvalidFieldsException(violations);
    }

    private void readMembers(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "eventType" -> type = isFirst(name) ? text(parser, name, value, EventType::new) : type;
                case "eventId" ->
                    uid = isFirst(name) && value != JsonToken.VALUE_NULL
                            ? text(parser, name, value, text -> Uid.require(text, EventId.PREFIX))
                            : uid;
                case "payload" -> payload = isFirst(name) ? slice(parser, value) : payload;
                case "channels" ->
                    channels = isFirst(name) ? labels(parser, name, value, MessageIn.MOST_CHANNELS) : channels;
                case "tags" -> tags = isFirst(name) ? labels(parser, name, value, MessageIn.MOST_TAGS) : tags;
                case "expiresAt" -> expiry = isFirst(name) ? expiresAt(parser, value) : expiry;
                case "expireAfter" -> expiry = isFirst(name) ? expireAfter(parser, value) : expiry;
                case "payloadRetentionPeriod" -> period = isFirst(name) ? period(parser, value) : period;
                case PARAMETERS -> {
                    if (isFirst(name)) {
                        raw.read(parser, value, violations);
                    }
                }
                default -> other(parser, name, value);
            }
            // Skips what was not read above; no effect otherwise.
            parser.skipChildren();
        }
    }

    private void other(JsonParser parser, String name, JsonToken value) throws IOException {
        if (UNSUPPORTED.contains(name)) {
            if (isFirst(name) && !isNullOrEmpty(parser, value)) {
                violations.add(new Violation("/" + name, name + " is not supported: remove it"));
            }
        } else if (ONLY_IN_ANSWERS.contains(name)) {
            isFirst(name);
        } else if (unknown == UnknownMembers.REPORT) {
            if (ignored.size() < MOST_UNKNOWN) {
                ignored.add(Violation.pointer("", name));
            }
        } else if (violations.size() < MOST_UNKNOWN) {
            violations.add(Violation.ofMember("", name, "unknown member; " + NearestName.hint(name, KNOWN)));
        }
    }

    private static boolean isNullOrEmpty(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            return value == JsonToken.VALUE_NULL;
        }
        boolean isEmpty = true;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            isEmpty = false;
            parser.nextToken();
            parser.skipChildren();
        }
        return isEmpty;
    }

    /** Returns true for the first member of this name. Refuses duplicates, which other parsers may read differently. */
    private boolean isFirst(String name) {
        if (names.add(name)) {
            return true;
        }
        violations.add(new Violation("/" + name, "duplicate member"));
        return false;
    }

    private void requireMember(String name) {
        if (!names.contains(name)) {
            violations.add(new Violation("/" + name, "this member is required"));
        }
    }

    private Optional<Expiry> expiresAt(JsonParser parser, JsonToken value) throws IOException {
        return value == JsonToken.VALUE_NULL ? expiry : exclusive(text(parser, "expiresAt", value, Expiry.At::parse));
    }

    private Optional<Expiry> expireAfter(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return expiry;
        }
        try {
            if (value == JsonToken.VALUE_NUMBER_INT) {
                return exclusive(Optional.of(new Expiry.After(Duration.ofSeconds(parser.getLongValue()))));
            }
            violations.add(new Violation("/expireAfter", "must be a whole number of seconds"));
        } catch (IllegalArgumentException | InputCoercionException e) {
            violations.add(
                    new Violation("/expireAfter", "must be from 1 to " + Expiry.LONGEST.toSeconds() + " seconds"));
        }
        return expiry;
    }

    private Optional<PayloadPeriod> period(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return Optional.empty();
        }
        try {
            if (value == JsonToken.VALUE_NUMBER_INT) {
                return Optional.of(new PayloadPeriod(parser.getIntValue()));
            }
        } catch (IllegalArgumentException | InputCoercionException e) {
            // Reported below.
        }
        violations.add(new Violation("/payloadRetentionPeriod", PayloadPeriod.expected()));
        return Optional.empty();
    }

    /** Refuses both: they are mutually exclusive. */
    private Optional<Expiry> exclusive(Optional<? extends Expiry> given) {
        if (expiry.isPresent() && given.isPresent()) {
            violations.add(new Violation("/expireAfter", "expiresAt and expireAfter are mutually exclusive"));
        }
        return given.map(each -> each);
    }

    private <T> Optional<T> text(JsonParser parser, String at, JsonToken value, Function<String, T> read)
            throws IOException {
        if (value != JsonToken.VALUE_STRING) {
            violations.add(new Violation("/" + at, "must be a string"));
            return Optional.empty();
        }
        try {
            return Optional.of(read.apply(parser.getText()));
        } catch (IllegalArgumentException e) {
            violations.add(new Violation("/" + at, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private List<String> labels(JsonParser parser, String name, JsonToken value, int most) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return List.of();
        }
        if (value != JsonToken.START_ARRAY) {
            violations.add(new Violation("/" + name, "must be a list of strings"));
            return List.of();
        }
        Set<String> labels = new LinkedHashSet<>();
        int index = 0;
        for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
            // One more than allowed suffices; the rest of a longer list is skipped.
            if (index <= most) {
                text(parser, name + "/" + index, item, Uid::requireLabel).ifPresent(labels::add);
            }
            parser.skipChildren();
            index++;
        }
        if (index > most) {
            violations.add(new Violation("/" + name, "at most " + most + " are allowed"));
        }
        return List.copyOf(labels);
    }

    private Optional<Payload> slice(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            violations.add(new Violation("/payload", "must be a JSON object"));
            return Optional.empty();
        }
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        int to = (int) parser.currentLocation().getByteOffset();
        if (from < 0 || body[from] != '{' || body[to - 1] != '}') {
            // The parser detects UTF-16 and UTF-32; its offsets then differ from those of the bytes.
            throw new MalformedJsonException("the body is not UTF-8", 1, 1);
        }
        return Optional.of(new Payload(Arrays.copyOfRange(body, from, to)));
    }
}
