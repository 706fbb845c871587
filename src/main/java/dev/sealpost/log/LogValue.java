package dev.sealpost.log;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A value as it stands in a log line: quoted where it would be read as more than one, and without control characters. */
final class LogValue {

    private static final String NEEDS_QUOTES = "=\"'[](){}\\";

    private LogValue() {}

    /** As the value of a key. */
    static String quoted(@Nullable Object value) {
        String text = text(value);
        return needsQuotes(text) ? "\"" + insideQuotes(text) + "\"" : text;
    }

    /** For a place that has its quotes already. */
    static String insideQuotes(@Nullable Object value) {
        return printable(text(value).replace("\\", "\\\\").replace("\"", "\\\""));
    }

    /** For the words of a message. */
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

    /** Escapes what a terminal or a reader of lines would act upon: controls, line ends, marks that turn text around. */
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

    /** Java's own text of a record is for developers: {@code Succeeded[]}. One that a record defines itself is kept. */
    private static String text(Record value) {
        String own = value.toString();
        String name = value.getClass().getSimpleName();
        if (!own.startsWith(name + "[")) {
            return own;
        }
        String word = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        RecordComponent[] components = value.getClass().getRecordComponents();
        return components.length == 0 ? word : word + " " + own.substring(name.length() + 1, own.length() - 1);
    }
}
