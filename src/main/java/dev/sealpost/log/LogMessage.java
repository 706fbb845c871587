package dev.sealpost.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** The message of a log line, with each argument as {@link LogValue} writes it. */
public final class LogMessage {

    /** Marks a message of several lines that is shown as it is: nothing of strangers may be in it. */
    public static final Marker PAGE = MarkerFactory.getMarker("PAGE");

    private static final String PLACEHOLDER = "{}";

    private LogMessage() {}

    /**
     * Fills the places {@code {}} of a template, as SLF4J does. Behind {@code key=} an argument is quoted where it needs to be;
     * between quotes it cannot end them.
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
