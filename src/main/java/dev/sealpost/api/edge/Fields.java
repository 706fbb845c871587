package dev.sealpost.api.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Json;
import dev.sealpost.event.Violation;
import dev.sealpost.identifier.NearestName;
import dev.sealpost.identifier.PlainText;
import dev.sealpost.identifier.Rfc3339;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The members of a JSON object. Each is read over a value that stands where the member is absent, so that POST, PUT and
 * PATCH differ only in what they start from. Everything wrong is collected and told at once, with the members that nobody has
 * asked for.
 */
public final class Fields {

    private static final int MOST_UNKNOWN = 20;

    private final JsonNode object;
    private final Optional<Consumer<String>> whenIgnored;
    private final List<Violation> violations = new ArrayList<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> onlyShown = new HashSet<>();

    private Fields(JsonNode object, Optional<Consumer<String>> whenIgnored) {
        this.object = object;
        this.whenIgnored = whenIgnored;
    }

    /**
     * Reads an object.
     *
     * @param whenIgnored gets the pointers to unknown members; empty: they are refused
     */
    static Fields of(byte[] body, Optional<Consumer<String>> whenIgnored) {
        JsonNode tree = Json.unambiguousTree(body);
        if (!tree.isObject()) {
            throw new InvalidFieldsException(List.of(new Violation("", "a JSON object is expected")));
        }
        return new Fields(tree, whenIgnored);
    }

    /** What answers of this shape show may be sent back with them, and changes nothing. */
    public void allowShown(Class<? extends Record> shape) {
        Stream.of(shape.getRecordComponents()).map(RecordComponent::getName).forEach(onlyShown::add);
    }

    /** A member that is shown and changed by other means: it may say what is. */
    public void requireUnchanged(String name, JsonNode now, String remedy) {
        JsonNode node = object.get(name);
        if (node != null && !node.isNull() && !node.equals(now)) {
            violations.add(Violation.ofMember("", name, "this is " + now + " and does not change here: " + remedy));
        }
    }

    /** A member of the published contract that does nothing yet: it may say what is, or nothing. */
    public void refuseNotYet(String name, JsonNode now) {
        onlyShown.add(name);
        JsonNode node = object.get(name);
        boolean saysNothing = node == null || node.isNull() || (node.isObject() && node.isEmpty()) || node.equals(now);
        if (!saysNothing) {
            violations.add(Violation.ofMember("", name, name + " is not supported yet: leave it out"));
        }
    }

    /**
     * Which of two names of a member counts: where both are there, the one that changes something.
     *
     * @param now what answers show for both
     */
    public String either(String name, String alias, JsonNode now) {
        known.add(name);
        known.add(alias);
        JsonNode first = object.get(name);
        JsonNode second = object.get(alias);
        if (second == null || second.equals(first) || (first != null && second.equals(now))) {
            return name;
        }
        if (first != null && !first.equals(now)) {
            violations.add(
                    Violation.ofMember("", alias, "this is another name for " + name + " and says something else"));
        }
        return alias;
    }

    /** The member as it is, null included. */
    public Optional<JsonNode> node(String name) {
        known.add(name);
        return Optional.ofNullable(object.get(name));
    }

    /** Adds what others found wrong in a member. */
    public void report(List<Violation> others) {
        violations.addAll(others);
    }

    public boolean has(String name) {
        return object.has(name);
    }

    public void require(String name) {
        if (!has(name)) {
            violations.add(new Violation("/" + name, "this member is required"));
        }
    }

    /** @throws InvalidFieldsException with everything that was wrong with what was read */
    public void throwIfInvalid() {
        findUnknown();
        if (!violations.isEmpty()) {
            throw new InvalidFieldsException(violations);
        }
    }

    private void findUnknown() {
        List<String> unknown = object.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !known.contains(name) && !onlyShown.contains(name))
                .limit(MOST_UNKNOWN)
                .toList();
        if (whenIgnored.isPresent()) {
            unknown.forEach(name -> whenIgnored.get().accept(Violation.pointer("", name)));
        } else {
            unknown.forEach(name -> violations.add(
                    Violation.ofMember("", name, "there is no such member; " + NearestName.hint(name, known))));
        }
    }

    /** A member that may not be null. */
    public <T> T value(String name, T whenAbsent, Function<JsonNode, T> read) {
        known.add(name);
        JsonNode node = object.get(name);
        return node == null ? whenAbsent : attempt("/" + name, node, read).orElse(whenAbsent);
    }

    /** A member that null sets back. */
    public <T> T value(String name, T whenAbsent, T whenNull, Function<JsonNode, T> read) {
        known.add(name);
        return isNull(name) ? whenNull : value(name, whenAbsent, read);
    }

    /** A member that null takes away. */
    public <T> Optional<T> optional(String name, Optional<T> whenAbsent, Function<JsonNode, T> read) {
        return value(name, whenAbsent, Optional.empty(), node -> Optional.of(read.apply(node)));
    }

    /** A list without repeats that null takes away; it may not be empty, lest that be read as "nothing". */
    public <T> List<T> list(String name, List<T> whenAbsent, int most, Function<String, T> read) {
        known.add(name);
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

    /**
     * A map of strings; null stands for an empty one.
     *
     * @param check throws an IllegalArgumentException for an object that is not read at all
     * @param read gets key and value
     */
    Map<String, String> map(
            String name,
            Map<String, String> whenAbsent,
            Consumer<JsonNode> check,
            BiFunction<String, JsonNode, String> read) {
        return value(name, whenAbsent, Map.of(), node -> {
            if (!node.isObject()) {
                throw new IllegalArgumentException("an object of strings is expected");
            }
            check.accept(node);
            Map<String, String> map = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                attempt(
                                Violation.pointer("/" + name, member.getKey()),
                                member.getValue(),
                                value -> read.apply(PlainText.require(member.getKey()), value))
                        .ifPresent(text -> map.put(member.getKey(), text));
            }
            return map;
        });
    }

    /** Text that can be stored. */
    public static String text(JsonNode node) {
        if (!node.isTextual()) {
            throw new IllegalArgumentException("a string is expected");
        }
        return PlainText.require(node.textValue());
    }

    public static boolean flag(JsonNode node) {
        if (!node.isBoolean()) {
            throw new IllegalArgumentException("true or false is expected");
        }
        return node.booleanValue();
    }

    public static Instant instant(JsonNode node) {
        return Rfc3339.parse(text(node));
    }

    /** Messages a second. */
    public static int rate(JsonNode node) {
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
}
