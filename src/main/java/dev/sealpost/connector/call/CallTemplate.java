package dev.sealpost.connector.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Text with values in braces: {@code {name}} is a parameter or other variable, {@code {.path}} and {@code {$name.path}} are jq
 * expressions over the body. Thread-safe.
 */
public final class CallTemplate {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> DOTS = Set.of("", ".", "..");

    private final String text;
    private final List<Part> parts;

    private sealed interface Part {

        record Literal(String text) implements Part {}

        /** @param shown the text in the braces */
        record Value(String shown, Jq jq) implements Part {}
    }

    private CallTemplate(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /** @throws IllegalArgumentException with a message for users */
    public static CallTemplate of(String text) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            int end = open < 0 ? text.length() : open;
            if (end > at) {
                parts.add(new Part.Literal(text.substring(at, end)));
            }
            if (open < 0) {
                break;
            }
            int close = closing(text, open);
            parts.add(value(text.substring(open + 1, close)));
            at = close + 1;
        }
        return new CallTemplate(text, parts);
    }

    /** Returns the index of the closing brace; jq objects nest. */
    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("a brace is not closed in " + text);
    }

    private static Part value(String inside) {
        return new Part.Value(inside, Jq.compile(NAME.matcher(inside).matches() ? "$" + inside : inside));
    }

    /** Returns the names of the variables that the template consists of, as far as they stand alone in braces. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (Part part : parts) {
            if (part instanceof Part.Value value && NAME.matcher(value.shown()).matches()) {
                names.add(value.shown());
            }
        }
        return names;
    }

    /**
     * Returns the text with its values, each of them encoded as one segment of a path. The value of {@code {baseUrl}} and of
     * {@code {secret}} at the very start is a URL and taken as it is.
     *
     * @throws CallRefusedException if a value is null, empty or a dot segment: the request would go to another resource
     */
    String path(JsonNode body, Map<String, JsonNode> variables) {
        StringBuilder path = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal literal -> path.append(literal.text());
                case Part.Value value -> {
                    String text = required(value, body, variables);
                    path.append(path.isEmpty() && isUrl(value.shown()) ? text : segment(value, text));
                }
            }
        }
        return path.toString();
    }

    private static boolean isUrl(String name) {
        return name.equals(CallVariables.BASE_URL) || name.equals(CallVariables.SECRET);
    }

    private static String segment(Part.Value value, String text) {
        if (DOTS.contains(text)) {
            throw new CallRefusedException(
                    "{" + value.shown() + "} of the path would be " + (text.isEmpty() ? "empty" : text));
        }
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                // A colon is allowed in a segment (RFC 3986), and part of the tokens of some vendors.
                .replace("%3A", ":");
    }

    private static String required(Part.Value value, JsonNode body, Map<String, JsonNode> variables) {
        JsonNode node = value.jq().apply(body, variables);
        if (node.isNull() || node.isContainerNode()) {
            throw new CallRefusedException("{" + value.shown() + "} of the path "
                    + (node.isNull() ? "has no value" : "is not a text or a number"));
        }
        return ExactJson.text(node);
    }

    /**
     * Returns the text with its values as they are.
     *
     * @return empty if a value is null: the header, query parameter or form field is left out
     */
    Optional<String> value(JsonNode body, Map<String, JsonNode> variables) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal literal -> text.append(literal.text());
                case Part.Value value -> {
                    JsonNode node = value.jq().apply(body, variables);
                    if (node.isNull()) {
                        return Optional.empty();
                    }
                    text.append(ExactJson.text(node));
                }
            }
        }
        return Optional.of(text.toString());
    }

    @Override
    public String toString() {
        return text;
    }
}
