package dev.sealpost.signature;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Text with fields in braces, such as <code>{timestamp}.{body}</code>. What a field stands for is up to whoever fills it in;
 * there is no way to write a brace that is none.
 */
public record Template(List<Part> parts) {

    /** A piece of a template. */
    public sealed interface Part {

        /** Text that stays as it is. */
        record Literal(String text) implements Part {}

        /**
         * A place for a value.
         *
         * @param name what stands between the braces, such as {@code timestamp}
         */
        record Field(String name) implements Part {}
    }

    public Template {
        parts = List.copyOf(parts);
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException with a message for users, when a brace has no other one
     */
    public static Template parse(String text) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            String literal = text.substring(at, open < 0 ? text.length() : open);
            if (literal.indexOf('}') >= 0) {
                throw new IllegalArgumentException("\"" + text + "\" has a } without its {");
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
                throw new IllegalArgumentException("\"" + text + "\" has a { that no name and } follow");
            }
            parts.add(new Part.Field(name));
            at = close + 1;
        }
        return new Template(parts);
    }

    /** The names of its fields. */
    public List<String> fields() {
        return parts.stream()
                .flatMap(part -> part instanceof Part.Field(String name) ? Stream.of(name) : Stream.empty())
                .toList();
    }
}
