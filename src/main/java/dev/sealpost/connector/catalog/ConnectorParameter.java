package dev.sealpost.connector.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Parameter of a connector: a property of its {@code spec.definition}.
 *
 * @param title for people; capitalized, without an article
 * @param type of the value
 * @param example value for the documentation
 * @param group heading under which forms show it; empty for the first
 * @param isSecret whether its format is {@code password}
 */
public record ConnectorParameter(
        String name,
        String title,
        String description,
        Type type,
        boolean isRequired,
        Optional<String> defaultValue,
        List<String> choices,
        Optional<String> example,
        Optional<String> group,
        boolean isSecret) {

    /** Type of a parameter, as in JSON Schema. */
    public enum Type {
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    ConnectorParameter optional() {
        return new ConnectorParameter(
                name, title, description, type, false, defaultValue, choices, example, group, isSecret);
    }

    /**
     * Returns the value as JSON.
     *
     * @throws IllegalArgumentException with a message for users, if it is of another type or none of the choices
     */
    JsonNode value(String text) {
        if (!choices.isEmpty() && !choices.contains(text)) {
            throw new IllegalArgumentException("is none of " + String.join(", ", choices));
        }
        try {
            return switch (type) {
                case STRING -> TextNode.valueOf(text);
                case INTEGER -> LongNode.valueOf(Long.parseLong(text));
                case NUMBER -> DecimalNode.valueOf(new BigDecimal(text));
                case BOOLEAN -> bool(text);
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("is not " + (type == Type.INTEGER ? "a whole number" : "a number"), e);
        }
    }

    private static JsonNode bool(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("is neither true nor false");
        }
        return BooleanNode.valueOf(text.equals("true"));
    }
}
