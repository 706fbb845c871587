package dev.sealpost.connector.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.identifier.NearestName;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Part of a YAML file, with its place and its name for messages. Every reading method refuses another type by its place. */
public final class YamlPart {

    private final String name;
    private final Node node;

    private YamlPart(String name, Node node) {
        this.name = name;
        this.node = node;
    }

    /** @throws ConnectorFileException if the text is not YAML */
    public static YamlPart of(String text) {
        try {
            return new Compose(LoadSettings.builder().build())
                    .composeString(text)
                    .map(node -> new YamlPart("the file", node))
                    .orElseThrow(
                            () -> new ConnectorFileException(0, 0, "the file is empty", "write a Kamelet into it"));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            int column = e.getProblemMark().map(mark -> mark.getColumn() + 1).orElse(0);
            throw new ConnectorFileException(line, column, "not YAML: " + e.getProblem(), "correct the syntax");
        } catch (YamlEngineException e) {
            throw new ConnectorFileException(0, 0, "not YAML: " + e.getMessage(), "correct the syntax");
        }
    }

    public String name() {
        return name;
    }

    /** Returns the members by name, in their order. */
    public Map<String, YamlPart> members() {
        if (!(node instanceof MappingNode map)) {
            throw wrong("a map");
        }
        Map<String, YamlPart> members = new LinkedHashMap<>();
        for (NodeTuple entry : map.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key
                    && members.put(key.getValue(), new YamlPart(key.getValue(), entry.getValueNode())) != null) {
                throw new YamlPart(key.getValue(), key).problem(key.getValue() + " is set twice", "delete one of them");
            }
        }
        return members;
    }

    /** Returns the members, all of which must have one of these names. */
    public Map<String, YamlPart> only(Set<String> known) {
        Map<String, YamlPart> members = members();
        members.forEach((member, part) -> {
            if (!known.contains(member)) {
                throw part.problem(
                        member + " is not allowed in " + name,
                        NearestName.of(member, known)
                                .map(near -> "write " + near)
                                .orElse("use "
                                        + String.join(
                                                ", ", known.stream().sorted().toList())));
            }
        });
        return members;
    }

    /** Returns a member that may be missing. */
    public Optional<YamlPart> at(String member) {
        return node instanceof MappingNode ? Optional.ofNullable(members().get(member)) : Optional.empty();
    }

    public YamlPart required(String member) {
        return at(member).orElseThrow(() -> problem(name + " has no " + member, "add " + member));
    }

    public List<YamlPart> items() {
        if (!(node instanceof SequenceNode list)) {
            throw wrong("a list");
        }
        return list.getValue().stream()
                .map(item -> new YamlPart("an item of " + name, item))
                .toList();
    }

    public boolean isMap() {
        return node instanceof MappingNode;
    }

    /** Returns a plain value as it is written; null is an empty text. */
    public String text() {
        if (!(node instanceof ScalarNode value)) {
            throw wrong("a text");
        }
        return value.getTag().equals(Tag.NULL) ? "" : value.getValue();
    }

    public boolean isTrue() {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong("true or false");
        };
    }

    /** Converts the text; the conversion refuses it by an {@link IllegalArgumentException} with a message for users. */
    public <T> T as(Function<String, T> conversion) {
        String text = text();
        try {
            return conversion.apply(text);
        } catch (IllegalArgumentException e) {
            throw problem(name + ": " + e.getMessage(), "correct it");
        }
    }

    /** Returns the value as JSON, with the types of YAML's core schema. */
    public JsonNode json() {
        return switch (node) {
            case MappingNode map -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                members().forEach((member, value) -> object.set(member, value.json()));
                yield object;
            }
            case SequenceNode list -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                items().forEach(item -> array.add(item.json()));
                yield array;
            }
            case ScalarNode value -> scalar(value.getValue(), value.getTag());
            default -> throw wrong("plain YAML without aliases");
        };
    }

    private JsonNode scalar(String text, Tag tag) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (tag.equals(Tag.NULL)) {
            return json.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return json.booleanNode(Boolean.parseBoolean(text));
        }
        try {
            if (tag.equals(Tag.INT)) {
                return integer(new BigInteger(text));
            }
            return tag.equals(Tag.FLOAT) ? json.numberNode(new BigDecimal(text)) : json.textNode(text);
        } catch (NumberFormatException e) {
            throw wrong("a number that JSON can represent");
        }
    }

    private static JsonNode integer(BigInteger number) {
        return number.bitLength() < Long.SIZE
                ? JsonNodeFactory.instance.numberNode(number.longValue())
                : JsonNodeFactory.instance.numberNode(number);
    }

    private ConnectorFileException wrong(String expected) {
        return problem(name + " must be " + expected, "correct the value or the indentation");
    }

    public ConnectorFileException problem(String reason, String remedy) {
        Optional<Mark> mark = node.getStartMark();
        return new ConnectorFileException(
                mark.map(at -> at.getLine() + 1).orElse(0),
                mark.map(at -> at.getColumn() + 1).orElse(0),
                reason,
                remedy);
    }
}
