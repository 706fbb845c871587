package dev.sealpost.broker;

/** Text of strangers as it may stand in a line of the log or in an error of a protocol: one line, and not long. */
public final class PrintableText {

    private static final int LONGEST = 300;

    private PrintableText() {}

    /** The text with {@code ?} for every character that controls a terminal or is half of a pair, cut to 300 characters. */
    public static String of(String text) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), LONGEST));
        text.codePoints().limit(LONGEST).forEach(each -> shown.appendCodePoint(isPrintable(each) ? each : '?'));
        return text.codePointCount(0, text.length()) > LONGEST ? shown + "…" : shown.toString();
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
