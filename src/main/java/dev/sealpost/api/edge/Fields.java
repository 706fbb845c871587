package dev.sealpost.api.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.api.shape.CheckShape;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Violation;
import dev.sealpost.event.message.Json;
import dev.sealpost.identifier.NearestName;
import dev.sealpost.identifier.PlainText;
import dev.sealpost.identifier.Rfc3339;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Members of a JSON object with a declared shape. Each is read with a default for an absent member, so that POST, PUT and
 * PATCH differ only in their defaults. All violations of the shape and of the readers, including unknown members, are
 * collected and reported together.
 *
 * <p>A reader reads exactly the declared members; anything else is a defect, and an {@link IllegalStateException}.
 */
public final class Fields {

    private static final int MOST_UNKNOWN = 20;

    private final JsonNode object;
    private final Shape shape;
    private final Optional<Consumer<String>> whenIgnored;
    private final List<Violation> violations;
    private final Set<String> read = new HashSet<>();

    private Fields(JsonNode object, Shape shape, Optional<Consumer<String>> whenIgnored) {
        this.object = object;
        this.shape = shape;
        this.whenIgnored = whenIgnored;
        this.violations = new ArrayList<>(CheckShape.of(shape, object));
    }

    /**
     * Reads an object.
     *
     * @param shape what the object may have
     * @param whenIgnored receives the pointers to unknown members; if empty, they are rejected
     */
    static Fields of(byte[] body, Shape shape, Optional<Consumer<String>> whenIgnored) {
        JsonNode tree = Json.unambiguousTree(body);
        if (!tree.isObject()) {
            throw new InvalidFieldsException(List.of(new Violation("", "a JSON object is expected")));
        }
        return new Fields(tree, shape, whenIgnored);
    }

    /** Checks a read-only member: it may only repeat the current value. */
    public void requireUnchanged(String name, JsonNode now, String remedy) {
        JsonNode node = object.get(name);
        if (node != null && !node.isNull() && !node.equals(now)) {
            violations.add(Violation.ofMember("", name, "read-only, currently " + now + ": change it with " + remedy));
        }
    }

    /**
     * Checks a member of the published contract that is not supported yet: it may be empty or repeat the current value.
     */
    public void refuseNotYet(String name, JsonNode now) {
        markRead(name);
        JsonNode node = object.get(name);
        boolean isEmptyOrSame =
                node == null || node.isNull() || (node.isObject() && node.isEmpty()) || node.equals(now);
        if (!isEmptyOrSame) {
            violations.add(Violation.ofMember("", name, name + " is not supported yet: leave it out"));
        }
    }

    /**
     * Chooses between two names of a member: if both are present, the one that changes the value.
     *
     * @param now the current value
     */
    public String either(String name, String alias, JsonNode now) {
        markRead(name);
        markRead(alias);
        JsonNode first = object.get(name);
        JsonNode second = object.get(alias);
        if (second == null || second.equals(first) || (first != null && second.equals(now))) {
            return name;
        }
        if (first != null && !first.equals(now)) {
            violations.add(Violation.ofMember("", alias, "alias of " + name + " with a different value"));
        }
        return alias;
    }

    /** Returns the raw member, which may be null. */
    public Optional<JsonNode> node(String name) {
        markRead(name);
        return Optional.ofNullable(object.get(name));
    }

    /** Adds violations found elsewhere. */
    public void report(List<Violation> others) {
        violations.addAll(others);
    }

    public boolean has(String name) {
        return object.has(name);
    }

    /**
     * @throws InvalidFieldsException with all violations
     */
    public void throwIfInvalid() {
        requireAllRead();
        findUnknown();
        if (!violations.isEmpty()) {
            throw new InvalidFieldsException(violations);
        }
    }

    private void markRead(String name) {
        if (shape.find(name).isEmpty()) {
            throw new IllegalStateException(shape.name() + " has no member " + name + ": declare it in the shape");
        }
        read.add(name);
    }

    private void requireAllRead() {
        shape.members().stream()
                .filter(member -> !read.contains(member.name()))
                .findFirst()
                .ifPresent(member -> {
                    throw new IllegalStateException("nobody reads the member " + member.name() + " of " + shape.name());
                });
    }

    private void findUnknown() {
        Set<String> known = shape.names();
        List<String> unknown = object.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !known.contains(name) && !shape.onlyInAnswers().contains(name))
                .limit(MOST_UNKNOWN)
                .toList();
        if (whenIgnored.isPresent()) {
            unknown.forEach(name -> whenIgnored.get().accept(Violation.pointer("", name)));
        } else {
            unknown.forEach(name -> violations.add(
                    Violation.ofMember("", name, "unknown member; " + NearestName.hint(name, shape.supportedNames()))));
        }
    }

    /** Reads a member that must not be null. */
    public <T> T value(String name, T whenAbsent, Function<JsonNode, T> read) {
        markRead(name);
        JsonNode node = object.get(name);
        return node == null ? whenAbsent : attempt("/" + name, node, read).orElse(whenAbsent);
    }

    /** Reads a member that null resets. */
    public <T> T value(String name, T whenAbsent, T whenNull, Function<JsonNode, T> read) {
        markRead(name);
        return isNull(name) ? whenNull : value(name, whenAbsent, read);
    }

    /** Reads a member that null removes. */
    public <T> Optional<T> optional(String name, Optional<T> whenAbsent, Function<JsonNode, T> read) {
        return value(name, whenAbsent, Optional.empty(), node -> Optional.of(read.apply(node)));
    }

    /** Reads a list without duplicates that null removes; an empty list would be ambiguous and is rejected. */
    public <T> List<T> list(String name, List<T> whenAbsent, Function<String, T> read) {
        markRead(name);
        JsonNode node = object.get(name);
        if (node == null) {
            return whenAbsent;
        }
        if (node.isNull()) {
            return List.of();
        }
        String pointer = "/" + name;
        if (isViolated(pointer)) {
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
     * Reads a map of strings; null means empty.
     *
     * @param check throws an IllegalArgumentException for an object to reject before reading it
     * @param read reads a value
     */
    public Map<String, String> map(
            String name, Map<String, String> whenAbsent, Consumer<JsonNode> check, Function<JsonNode, String> read) {
        return value(name, whenAbsent, Map.of(), node -> {
            check.accept(node);
            Map<String, String> map = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                attempt(Violation.pointer("/" + name, member.getKey()), member.getValue(), value -> {
                            PlainText.require(member.getKey());
                            return read.apply(value);
                        })
                        .ifPresent(text -> map.put(member.getKey(), text));
            }
            return map;
        });
    }

    /** Reads text that can be stored. */
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

    /** Reads a rate in messages per second. */
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

    private boolean isViolated(String pointer) {
        return violations.stream().anyMatch(each -> each.pointer().equals(pointer));
    }

    private <T> Optional<T> attempt(String pointer, JsonNode node, Function<JsonNode, T> read) {
        if (isViolated(pointer)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read.apply(node));
        } catch (IllegalArgumentException e) {
            violations.add(new Violation(pointer, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }
}
