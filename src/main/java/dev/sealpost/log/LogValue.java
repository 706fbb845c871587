package dev.sealpost.log;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Formats a value for a log line: quotes it if ambiguous, and escapes control characters. */
final class LogValue {

    private static final String NEEDS_QUOTES = "=\"'[](){}\\";

    private LogValue() {}

    /** Formats the value of a key. */
    static String quoted(@Nullable Object value) {
        String text = text(value);
        return needsQuotes(text) ? "\"" + insideQuotes(text) + "\"" : text;
    }

    /** Formats a value between existing quotes. */
    static String insideQuotes(@Nullable Object value) {
        return printable(text(value).replace("\\", "\\\\").replace("\"", "\\\""));
    }

    /** Formats a value outside of a key. */
    static String plain(@Nullable Object value) {
        return printable(text(value));
    }

    private static boolean needsQuotes(String text) {
        return text.isEmpty()
                || text.codePoints()
                        .anyMatch(c -> NEEDS_QUOTES.indexOf(c) >= 0
                                || Character.isWhitespace(c)
                                || Character.isSpaceChar(c)
                                || !isPrintable(c));
    }

    /** Escapes control characters, line breaks and bidirectional marks. */
    static String printable(String text) {
        if (text.codePoints().allMatch(LogValue::isPrintable)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (isPrintable(c)) {
                        escaped.appendCodePoint(c);
                    } else {
                        escaped.append(String.format(Locale.ROOT, c > 0xFFFF ? "\\u{%x}" : "\\u%04x", c));
                    }
                }
            }
        });
        return escaped.toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Optional<?> optional -> optional.map(LogValue::text).orElse("none");
            case Collection<?> many -> many.stream().map(LogValue::text).collect(Collectors.joining(","));
            case Object[] many -> text(Arrays.asList(many));
            case Record each -> text(each);
            default -> String.valueOf(value);
        };
    }

    /** Formats a record without the syntax of Java, as in {@code Succeeded[]}. Keeps a custom toString. */
    private static String text(Record value) {
        String text = value.toString();
        String name = value.getClass().getSimpleName();
        if (!text.startsWith(name + "[")) {
            return text;
        }
        String word = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        RecordComponent[] components = value.getClass().getRecordComponents();
        return components.length == 0 ? word : word + " " + text.substring(name.length() + 1, text.length() - 1);
    }
}
