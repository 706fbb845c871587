package dev.sealpost.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** Formats the message of a log line, with each argument formatted by {@link LogValue}. */
public final class LogMessage {

    /** Marks a trusted multi-line message that is printed unescaped. */
    public static final Marker PAGE = MarkerFactory.getMarker("PAGE");

    private static final String PLACEHOLDER = "{}";

    private LogMessage() {}

    /**
     * Fills the placeholders {@code {}} of a template, like SLF4J. Quotes an argument after {@code key=} if needed, and
     * escapes it between quotes.
     */
    static String of(String template, Object @Nullable [] arguments) {
        if (arguments == null || arguments.length == 0) {
            return LogValue.printable(template);
        }
        StringBuilder message = new StringBuilder(template.length() + 64);
        int from = 0;
        for (Object argument : arguments) {
            int place = template.indexOf(PLACEHOLDER, from);
            if (place < 0) {
                break;
            }
            message.append(LogValue.printable(template.substring(from, place)));
            message.append(filled(template, place, argument));
            from = place + PLACEHOLDER.length();
        }
        return message.append(LogValue.printable(template.substring(from))).toString();
    }

    private static String filled(String template, int place, @Nullable Object argument) {
        char before = place == 0 ? ' ' : template.charAt(place - 1);
        return switch (before) {
            case '=' -> LogValue.quoted(argument);
            case '"' -> LogValue.insideQuotes(argument);
            default -> LogValue.plain(argument);
        };
    }
}
