package dev.sealpost.connector.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sealpost.connector.credential.ResolveValue.UnresolvedException;
import dev.sealpost.egress.OutboundUrl;
import dev.sealpost.log.SecretValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads the value of a member by its rule. */
final class ReadMember {

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,3}|10000");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ResolveValue values;

    ReadMember(ResolveValue values) {
        this.values = values;
    }

    /** Returns whether the file contains the value itself. */
    static boolean isPlainText(Node node) {
        return node instanceof ScalarNode scalar
                && !scalar.getValue().isEmpty()
                && !ResolveValue.isPlaceholder(scalar.getValue());
    }

    /** Reads a list; a single text is a list of one. */
    String list(MemberRule rule, Node node) throws UnresolvedException {
        List<Node> items = node instanceof SequenceNode list ? list.getValue() : List.of(node);
        List<String> texts = new ArrayList<>();
        for (Node item : items) {
            texts.add(text(rule, item));
        }
        if (texts.isEmpty()) {
            throw new UnresolvedException("it is empty", "set it, or delete the member");
        }
        return String.join(CredentialDefinition.SEPARATOR, texts);
    }

    String text(MemberRule rule, Node node) throws UnresolvedException {
        if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
            throw new UnresolvedException("it must be " + rule.type().expected(), "correct the value");
        }
        String value = values.resolve(scalar.getValue());
        if (rule.type().isSecret()) {
            SecretValues.add(value);
        }
        require(rule, value);
        return rule.name().equals(KindMembers.URL) ? value.replaceFirst("/+$", "") : value;
    }

    private static void require(MemberRule rule, String value) throws UnresolvedException {
        boolean isOneLine = value.chars().noneMatch(Character::isISOControl);
        if (!rule.type().hasLines() && !isOneLine) {
            throw new UnresolvedException("it must be one line without control characters", "correct the value");
        }
        if (!rule.choices().isEmpty() && !rule.choices().contains(value)) {
            throw new UnresolvedException(value + " is not allowed", "use one of " + String.join(", ", rule.choices()));
        }
        boolean mayBeEmpty = rule.name().equals("password");
        if (value.isEmpty() && !mayBeEmpty) {
            throw new UnresolvedException("it is empty", "set it, or delete the member if it is optional");
        }
        switch (rule.type()) {
            case URL, SECRET_URL -> requireUrl(value);
            case NUMBER -> {
                if (!NUMBER.matcher(value).matches()) {
                    throw new UnresolvedException("it must be " + rule.type().expected(), "correct the value");
                }
            }
            case TEXT, SECRET, SECRET_LINES, LINES, LIST, MAP, CLAIMS -> {
                // any text
            }
        }
    }

    private static void requireUrl(String value) throws UnresolvedException {
        try {
            OutboundUrl.parse(value);
        } catch (IllegalArgumentException e) {
            throw new UnresolvedException(String.valueOf(e.getMessage()), "write an absolute URL");
        }
    }

    Map<String, String> map(MemberRule rule, Node node) throws UnresolvedException {
        if (!(node instanceof MappingNode map)) {
            throw new UnresolvedException(
                    "it must be " + rule.type().expected(), "write name: value on lines below it");
        }
        Map<String, String> read = new LinkedHashMap<>();
        for (NodeTuple entry : map.getValue()) {
            String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            String value = rule.type() == MemberRule.Type.CLAIMS
                    ? claim(key, entry.getValueNode()).toString()
                    : scalar(key, entry.getValueNode());
            if (read.put(key, value) != null) {
                throw new UnresolvedException(key + " is there twice", "delete one of them");
            }
        }
        return read;
    }

    private String scalar(String key, Node node) throws UnresolvedException {
        if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
            throw new UnresolvedException(key + " must be a text", "correct the value");
        }
        String value = values.resolve(scalar.getValue());
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new UnresolvedException(key + " must be one line without control characters", "correct the value");
        }
        return value;
    }

    private JsonNode claim(String key, Node node) throws UnresolvedException {
        if (node instanceof SequenceNode list) {
            ArrayNode items = JSON.arrayNode();
            for (Node item : list.getValue()) {
                items.add(scalar(key, item));
            }
            return items;
        }
        String value = scalar(key, node);
        Tag tag = node.getTag();
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(Boolean.parseBoolean(value));
        }
        return tag.equals(Tag.INT) && INTEGER.matcher(value).matches()
                ? JSON.numberNode(Long.parseLong(value))
                : JSON.textNode(value);
    }
}
