package dev.sealpost.api.edge;

import dev.sealpost.api.shape.ParameterShapes;
import dev.sealpost.database.PageRequest;
import dev.sealpost.event.EventStore.LabelFilter;
import dev.sealpost.event.EventStore.TimeSpan;
import dev.sealpost.event.EventType;
import dev.sealpost.identifier.Rfc3339;
import dev.sealpost.identifier.Uid;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Query parameters of a request. */
public final class Query {

    private static final int DEFAULT_LIMIT = 50;

    private final Map<String, List<String>> parameters;

    public Query(HttpServletRequest request) {
        this.parameters = QueryString.parse(request.getQueryString());
    }

    /** Reads {@code limit}, {@code iterator} and {@code order} of the list; the default order is newest first. */
    public PageRequest page(Listing list) {
        int limit = read("limit", Query::limit).orElse(DEFAULT_LIMIT);
        boolean newestFirst = read("order", Query::newestFirst).orElse(true);
        return read("iterator", text -> decode(list, text))
                .map(from -> new PageRequest(limit, newestFirst, Optional.of(from.position()), from.backwards()))
                .orElseGet(() -> new PageRequest(limit, newestFirst, Optional.empty(), false));
    }

    public TimeSpan span() {
        return new TimeSpan(read("after", Query::instant), read("before", Query::instant));
    }

    /** Reads {@code event_types}, {@code channel} and {@code tag}. */
    public LabelFilter labelled() {
        return new LabelFilter(eventTypes(), read("channel", Uid::requireLabel), read("tag", Uid::requireLabel));
    }

    /** Reads event types, separated by commas or in repeated parameters. */
    public List<String> eventTypes() {
        return parameters.getOrDefault("event_types", List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(value -> checked("event_types", value, EventType::new).name())
                .distinct()
                .toList();
    }

    public boolean flag(String name, boolean whenAbsent) {
        return read(name, Query::flag).orElse(whenAbsent);
    }

    public <T> Optional<T> read(String name, Function<String, T> read) {
        if (!parameters.containsKey(name)) {
            return Optional.empty();
        }
        List<String> values =
                parameters.getOrDefault(name, List.of()).stream().distinct().toList();
        if (values.size() > 1) {
            throw InvalidParameterException.ofQuery(name, "one value is expected, not several");
        }
        return values.stream().filter(value -> !value.isEmpty()).findFirst().map(value -> checked(name, value, read));
    }

    private static <T> T checked(String name, String value, Function<String, T> read) {
        try {
            return read.apply(value);
        } catch (NumberFormatException e) {
            throw InvalidParameterException.ofQuery(name, "a whole number is expected");
        } catch (IllegalArgumentException e) {
            throw InvalidParameterException.ofQuery(name, String.valueOf(e.getMessage()));
        }
    }

    /** Returns the value with this name. */
    public static <T> T named(T[] values, Function<T, String> word, String text) {
        return Arrays.stream(values)
                .filter(value -> word.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("one of these is expected: "
                        + Arrays.stream(values).map(word).collect(Collectors.joining(", "))));
    }

    private static int limit(String text) {
        int limit = Integer.parseInt(text);
        if (limit < 1 || limit > ParameterShapes.MOST_ITEMS) {
            throw new IllegalArgumentException("a number from 1 to " + ParameterShapes.MOST_ITEMS + " is expected");
        }
        return limit;
    }

    private static boolean newestFirst(String text) {
        return switch (text) {
            case "descending" -> true;
            case "ascending" -> false;
            default -> throw new IllegalArgumentException("ascending or descending is expected");
        };
    }

    private static Iterators.Decoded decode(Listing list, String text) {
        try {
            return Iterators.decode(list, text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not an iterator of this list", e);
        }
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false is expected");
        };
    }

    public static Instant instant(String text) {
        return Rfc3339.parse(text);
    }
}
