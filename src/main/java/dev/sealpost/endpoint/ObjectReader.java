package dev.sealpost.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sealpost.event.Violation;
import dev.sealpost.identifier.NearestName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the members of a JSON merge patch: an absent member keeps the old value, null removes it, and an invalid one is
 * reported and keeps the old value. A null in place of the object removes all members.
 */
final class ObjectReader {

    private final JsonNode object;
    private final boolean removesAll;
    private final String pointer;
    private final List<Violation> violations;
    private final Set<String> known = new HashSet<>();

    ObjectReader(JsonNode node, String pointer, List<Violation> violations) {
        this.removesAll = node.isNull();
        this.pointer = pointer;
        this.violations = violations;
        if (node.isObject() || node.isNull()) {
            this.object = node;
        } else {
            this.object = JsonNodeFactory.instance.objectNode();
            violations.add(new Violation(pointer, "an object or null is expected"));
        }
    }

    /** Returns a reader of an object member. */
    ObjectReader object(String name) {
        known.add(name);
        JsonNode member = object.get(name);
        if (member == null) {
            member = removesAll ? JsonNodeFactory.instance.nullNode() : JsonNodeFactory.instance.objectNode();
        }
        return new ObjectReader(member, pointer + "/" + name, violations);
    }

    <T> Optional<T> value(String name, Optional<T> old, Function<JsonNode, T> read) {
        known.add(name);
        JsonNode member = object.get(name);
        if (member == null) {
            return removesAll ? Optional.empty() : old;
        }
        return member.isNull()
                ? Optional.empty()
                : attempt(pointer + "/" + name, member, read).or(() -> old);
    }

    /** Reads a list of limited size; an empty list is a value. */
    <T> Optional<List<T>> list(String name, Optional<List<T>> old, Function<JsonNode, T> read) {
        return value(name, old, node -> {
            if (!node.isArray() || node.size() > PolicyBounds.MOST_DELAYS) {
                throw new IllegalArgumentException("a list of at most " + PolicyBounds.MOST_DELAYS + " is expected");
            }
            List<T> items = new ArrayList<>();
            for (int i = 0; i < node.size(); i++) {
                attempt(pointer + "/" + name + "/" + i, node.get(i), read).ifPresent(items::add);
            }
            return items;
        });
    }

    /** Reports unknown members. */
    void refuseUnknown() {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!known.contains(member.getKey())) {
                violations.add(Violation.ofMember(
                        pointer,
                        member.getKey(),
                        "there is no such member; " + NearestName.hint(member.getKey(), known)));
            }
        }
    }

    private <T> Optional<T> attempt(String at, JsonNode node, Function<JsonNode, T> read) {
        try {
            return Optional.of(read.apply(node));
        } catch (IllegalArgumentException e) {
            violations.add(new Violation(at, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }
}
