package dev.sealpost.signature;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Text with fields in braces, such as <code>{timestamp}.{body}</code>. The caller gives the fields their meaning. Literal
 * braces are not supported.
 */
public record Template(List<Part> parts) {

    /** Part of a template. */
    public sealed interface Part {

        /** Literal text. */
        record Literal(String text) implements Part {}

        /**
         * Field to be filled in.
         *
         * @param name text between the braces, such as {@code timestamp}
         */
        record Field(String name) implements Part {}
    }

    public Template {
        parts = List.copyOf(parts);
    }

    /**
     * Parses a template.
     *
     * @throws IllegalArgumentException with a message for users, if a brace is unbalanced
     */
    public static Template parse(String text) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            String literal = text.substring(at, open < 0 ? text.length() : open);
            if (literal.indexOf('}') >= 0) {
                throw new IllegalArgumentException("\"" + text + "\" has a } without a {");
            }
            if (!literal.isEmpty()) {
                parts.add(new Part.Literal(literal));
            }
            if (open < 0) {
                break;
            }
            int close = text.indexOf('}', open);
            String name = close < 0 ? "" : text.substring(open + 1, close);
            if (name.isBlank() || name.indexOf('{') >= 0) {
                throw new IllegalArgumentException("\"" + text + "\" has a { without a name and a }");
            }
            parts.add(new Part.Field(name));
            at = close + 1;
        }
        return new Template(parts);
    }

    /** Returns the template as it is parsed. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(
                    switch (part) {
                        case Part.Literal(String literal) -> literal;
                        case Part.Field(String name) -> '{' + name + '}';
                    });
        }
        return text.toString();
    }

    /** Returns the names of the fields. */
    public List<String> fields() {
        return parts.stream()
                .flatMap(part -> part instanceof Part.Field(String name) ? Stream.of(name) : Stream.empty())
                .toList();
    }
}
