package dev.sealpost.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Json;
import dev.sealpost.event.Violation;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The members of a JSON object. Each is read over a value that stands where the member is absent, so that POST, PUT and
 * PATCH differ only in what they start from. Everything wrong is collected and told at once; unknown members are ignored.
 */
final class Fields {

    private final JsonNode object;
    private final List<Violation> violations = new ArrayList<>();

    private Fields(JsonNode object) {
        this.object = object;
    }

    static Fields of(byte[] body) {
        JsonNode tree = Json.tree(body);
        if (!tree.isObject()) {
            throw new InvalidFieldsException(List.of(new Violation("", "a JSON object is expected")));
        }
        return new Fields(tree);
    }

    /** The member as it is, null included. */
    Optional<JsonNode> node(String name) {
        return Optional.ofNullable(object.get(name));
    }

    /** Adds what others found wrong in a member. */
    void report(List<Violation> others) {
        violations.addAll(others);
    }

    boolean has(String name) {
        return object.has(name);
    }

    void require(String name) {
        if (!has(name)) {
            violations.add(new Violation("/" + name, "this member is required"));
        }
    }

    /** @throws InvalidFieldsException with everything that was wrong with what was read */
    void throwIfInvalid() {
        if (!violations.isEmpty()) {
            throw new InvalidFieldsException(violations);
        }
    }

    /** A member that may not be null. */
    <T> T value(String name, T whenAbsent, Function<JsonNode, T> read) {
        JsonNode node = object.get(name);
        return node == null ? whenAbsent : attempt("/" + name, node, read).orElse(whenAbsent);
    }

    /** A member that null sets back. */
    <T> T value(String name, T whenAbsent, T whenNull, Function<JsonNode, T> read) {
        return isNull(name) ? whenNull : value(name, whenAbsent, read);
    }

    /** A member that null takes away. */
    <T> Optional<T> optional(String name, Optional<T> whenAbsent, Function<JsonNode, T> read) {
        return value(name, whenAbsent, Optional.empty(), node -> Optional.of(read.apply(node)));
    }

    /** A list without repeats that null takes away; it may not be empty, lest that be read as "nothing". */
    <T> List<T> list(String name, List<T> whenAbsent, int most, Function<String, T> read) {
        JsonNode node = object.get(name);
        if (node == null) {
            return whenAbsent;
        }
        if (node.isNull()) {
            return List.of();
        }
        String pointer = "/" + name;
        if (!node.isArray() || node.isEmpty() || node.size() > most) {
            violations.add(new Violation(
                    pointer, "a list of 1 to " + most + " strings is expected; null or no list stands for all"));
            return whenAbsent;
        }
        Set<T> items = new LinkedHashSet<>();
        for (int i = 0; i < node.size(); i++) {
            attempt(pointer + "/" + i, node.get(i), item -> read.apply(text(item)))
                    .ifPresent(items::add);
        }
        return List.copyOf(items);
    }

    /** A map of strings; null stands for an empty one. */
    Map<String, String> map(String name, Map<String, String> whenAbsent) {
        return value(name, whenAbsent, Map.of(), node -> {
            if (!node.isObject()) {
                throw new IllegalArgumentException("an object of strings is expected");
            }
            Map<String, String> map = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                attempt("/" + name + "/" + escape(member.getKey()), member.getValue(), Fields::text)
                        .ifPresent(text -> map.put(member.getKey(), text));
            }
            return map;
        });
    }

    static String text(JsonNode node) {
        if (!node.isTextual()) {
            throw new IllegalArgumentException("a string is expected");
        }
        return node.textValue();
    }

    static boolean flag(JsonNode node) {
        if (!node.isBoolean()) {
            throw new IllegalArgumentException("true or false is expected");
        }
        return node.booleanValue();
    }

    static Instant instant(JsonNode node) {
        try {
            return OffsetDateTime.parse(text(node)).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a time such as 2030-01-31T12:00:00Z is expected", e);
        }
    }

    /** Messages a second. */
    static int rate(JsonNode node) {
        int most = 65_535;
        if (!node.canConvertToInt() || !node.isIntegralNumber() || node.intValue() < 1 || node.intValue() > most) {
            throw new IllegalArgumentException("a whole number from 1 to " + most + " is expected");
        }
        return node.intValue();
    }

    private boolean isNull(String name) {
        JsonNode node = object.get(name);
        return node != null && node.isNull();
    }

    private <T> Optional<T> attempt(String pointer, JsonNode node, Function<JsonNode, T> read) {
        try {
            return Optional.of(read.apply(node));
        } catch (IllegalArgumentException e) {
            violations.add(new Violation(pointer, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
