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

    /** Functions whose values are the operator's or Camel's own, and never come out of an event. */
    private static final Pattern TRUSTED = Pattern.compile(
            "(?:\\$|\\$simple)\\{(?:properties:[^${}]+|(?:env|sysenv|sys)[.:][^${}]+|routeId|camelId|hostname|uuid)}");

    UriTemplate {
        parts = List.copyOf(parts);
    }

    /** A part of the text. */
    sealed interface Part {

        /** As the author wrote it. */
        record Written(String text) implements Part {}

        /**
         * Something that is replaced when the route runs.
         *
         * @param function with its braces, such as {@code ${header.id}}
         */
        record Value(String function) implements Part {}
    }

    /** @param kept functions that begin so are left as they are: Camel replaces them later */
    static UriTemplate of(String text, Optional<String> kept) {
        List<Part> parts = new ArrayList<>();
        StringBuilder written = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = endOfFunction(text, at);
            if (end < 0) {
                written.append(text.charAt(at));
                at++;
                continue;
            }
            String function = text.substring(at, end);
            if (kept.filter(function::startsWith).isPresent()) {
                written.append(function);
            } else {
                addWritten(parts, written);
                parts.add(new Part.Value(function));
            }
            at = end;
        }
        addWritten(parts, written);
        return new UriTemplate(parts);
    }

    private static void addWritten(List<Part> parts, StringBuilder written) {
        if (!written.isEmpty()) {
            parts.add(new Part.Written(written.toString()));
            written.setLength(0);
        }
    }

    /** Where the function that begins here ends; negative where none begins. Functions may stand inside of others. */
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

    /** One for each URI of a list. */
    List<UriTemplate> split(String delimiter) {
        List<UriTemplate> all = new ArrayList<>();
        List<Part> current = new ArrayList<>();
        for (Part part : parts) {
            if (!(part instanceof Part.Written(String text))) {
                current.add(part);
                continue;
            }
            String[] pieces = text.split(Pattern.quote(delimiter), -1);
            for (int i = 0; i < pieces.length; i++) {
                if (i > 0) {
                    addUri(all, current);
                }
                if (!pieces[i].isEmpty()) {
                    current.add(new Part.Written(pieces[i]));
                }
            }
        }
        addUri(all, current);
        return all;
    }

    private static void addUri(List<UriTemplate> all, List<Part> parts) {
        if (parts.stream().anyMatch(part -> !(part instanceof Part.Written(String text)) || !text.isBlank())) {
            all.add(new UriTemplate(parts));
        }
        parts.clear();
    }

    /** Whether the author wrote all of it. */
    boolean isWritten() {
        return parts.stream().allMatch(Part.Written.class::isInstance);
    }

    /** What the author wrote at the beginning, with the values of functions that can be trusted. */
    private String beginning(Function<String, String> values) {
        StringBuilder beginning = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Written(String text) -> beginning.append(text);
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
     * The URI.
     *
     * @param known what stands before it, and is not repeated
     * @param values of functions
     * @return as far as its author wrote what it leads to
     * @throws IllegalArgumentException when a value may not stand where it would; the message names its function
     */
    Optional<String> fill(String known, FillUri.Reader reader, Function<String, String> values) {
        String beginning = known + beginning(values).stripLeading();
        if (FillUri.scheme(beginning).isEmpty()) {
            return Optional.empty();
        }
        FillUri uri = new FillUri(known, reader);
        for (int i = 0; i < parts.size(); i++) {
            switch (parts.get(i)) {
                case Part.Written(String text) -> uri.written(i == 0 ? text.stripLeading() : text);
                case Part.Value(String function) -> value(uri, function, i, values);
            }
        }
        return Optional.of(uri.uri().substring(known.length()));
    }

    private void value(FillUri uri, String function, int index, Function<String, String> values) {
        String value = values.apply(function);
        if (TRUSTED.matcher(function).matches()) {
            uri.written(value);
            return;
        }
        String following =
                index + 1 < parts.size() && parts.get(index + 1) instanceof Part.Written(String text) ? text : "";
        try {
            uri.value(value, following);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(function + " " + e.getMessage(), e);
        }
    }

    /** The text with all values in it as they are. */
    String joined(Function<String, String> values) {
        StringBuilder joined = new StringBuilder();
        for (Part part : parts) {
            joined.append(
                    switch (part) {
                        case Part.Written(String text) -> text;
                        case Part.Value(String function) -> values.apply(function);
                    });
        }
        return joined.toString();
    }
}
