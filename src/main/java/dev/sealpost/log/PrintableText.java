package dev.sealpost.log;

/** Sanitises untrusted text for a log line or a protocol error: one line of limited length. */
public final class PrintableText {

    private static final int LONGEST = 300;

    private PrintableText() {}

    /** Replaces control characters and unpaired surrogates with {@code ?} and truncates to 300 characters. */
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
