package dev.sealpost.route.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Text in Camel's Simple language, split into literal text and functions evaluated at runtime.
 */
record UriTemplate(List<Part> parts) {

    private static final List<String> STARTS = List.of("${", "$simple{");

    /** Functions whose values come from the operator or from Camel, never from an event. */
    private static final Pattern TRUSTED = Pattern.compile(
            "(?:\\$|\\$simple)\\{(?:properties:[^${}]+|(?:env|sysenv|sys)[.:][^${}]+|routeId|camelId|hostname|uuid)}");

    UriTemplate {
        parts = List.copyOf(parts);
    }

    /** A part of the text. */
    sealed interface Part {

        /** Text of the author. */
        record Literal(String text) implements Part {}

        /**
         * Function that is evaluated when the route runs.
         *
         * @param function the function with its braces, such as {@code ${header.id}}
         */
        record Value(String function) implements Part {}
    }

    /** @param kept prefix of functions that remain literal text, because Camel evaluates them later */
    static UriTemplate of(String text, Optional<String> kept) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = endOfFunction(text, at);
            if (end < 0) {
                literal.append(text.charAt(at));
                at++;
                continue;
            }
            String function = text.substring(at, end);
            if (kept.filter(function::startsWith).isPresent()) {
                literal.append(function);
            } else {
                addLiteral(parts, literal);
                parts.add(new Part.Value(function));
            }
            at = end;
        }
        addLiteral(parts, literal);
        return new UriTemplate(parts);
    }

    private static void addLiteral(List<Part> parts, StringBuilder literal) {
        if (!literal.isEmpty()) {
            parts.add(new Part.Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    /** Returns the end of the function that starts here, or a negative number if none does. Functions can be nested. */
    private static int endOfFunction(String text, int from) {
        if (STARTS.stream().noneMatch(start -> text.startsWith(start, from))) {
            return -1;
        }
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '{') {
                depth++;
            } else if (text.charAt(i) == '}') {
                depth--;
                if (depth == 0) {
                    return i + 1;
                }
            }
        }
        return -1;
    }

    /** Splits a list of URIs into a template for each URI. */
    List<UriTemplate> split(String delimiter) {
        List<UriTemplate> all = new ArrayList<>();
        List<Part> current = new ArrayList<>();
        for (Part part : parts) {
            if (!(part instanceof Part.Literal(String text))) {
                current.add(part);
                continue;
            }
            String[] pieces = text.split(Pattern.quote(delimiter), -1);
            for (int i = 0; i < pieces.length; i++) {
                if (i > 0) {
                    addUri(all, current);
                }
                if (!pieces[i].isEmpty()) {
                    current.add(new Part.Literal(pieces[i]));
                }
            }
        }
        addUri(all, current);
        return all;
    }

    private static void addUri(List<UriTemplate> all, List<Part> parts) {
        if (parts.stream().anyMatch(part -> !(part instanceof Part.Literal(String text)) || !text.isBlank())) {
            all.add(new UriTemplate(parts));
        }
        parts.clear();
    }

    /** Returns true if the text contains no functions. */
    boolean isLiteral() {
        return parts.stream().allMatch(Part.Literal.class::isInstance);
    }

    /** Returns true if an event can change the text. */
    boolean isUntrusted() {
        return parts.stream()
                .anyMatch(part -> part instanceof Part.Value(String function)
                        && !TRUSTED.matcher(function).matches());
    }

    /** Returns the text before the first untrusted function, with the values of trusted functions. */
    private String beginning(Function<String, String> values) {
        StringBuilder beginning = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal(String text) -> beginning.append(text);
                case Part.Value(String function) -> {
                    if (!TRUSTED.matcher(function).matches()) {
                        return beginning.toString();
                    }
                    beginning.append(values.apply(function));
                }
            }
        }
        return beginning.toString();
    }

    /**
     * Returns the URI with all values filled in; empty if the author did not write its scheme.
     *
     * @param known implied text before the URI, not part of the result
     * @param values the values by function
     * @throws IllegalArgumentException if a value is not allowed in its place; the message names its function
     */
    Optional<String> fill(String known, FillUri.Reader reader, Function<String, String> values) {
        String beginning = known + beginning(values).stripLeading();
        if (FillUri.scheme(beginning).isEmpty()) {
            return Optional.empty();
        }
        FillUri uri = new FillUri(known, reader);
        for (int i = 0; i < parts.size(); i++) {
            switch (parts.get(i)) {
                case Part.Literal(String text) -> uri.literal(i == 0 ? text.stripLeading() : text);
                case Part.Value(String function) -> value(uri, function, i, values);
            }
        }
        return Optional.of(uri.uri().substring(known.length()));
    }

    private void value(FillUri uri, String function, int index, Function<String, String> values) {
        String value = values.apply(function);
        if (TRUSTED.matcher(function).matches()) {
            uri.literal(value);
            return;
        }
        String following =
                index + 1 < parts.size() && parts.get(index + 1) instanceof Part.Literal(String text) ? text : "";
        try {
            uri.value(value, following);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(function + " " + e.getMessage(), e);
        }
    }

    /** Returns the text with all values inserted unencoded. */
    String joined(Function<String, String> values) {
        StringBuilder joined = new StringBuilder();
        for (Part part : parts) {
            joined.append(
                    switch (part) {
                        case Part.Literal(String text) -> text;
                        case Part.Value(String function) -> values.apply(function);
                    });
        }
        return joined.toString();
    }
}
