package dev.sealpost.identifier;

/** Text that every database stores as it is: without NUL, which PostgreSQL refuses, and without half a surrogate pair, which none keeps. */
public final class PlainText {

    private PlainText() {}

    /**
     * The text as it is.
     *
     * @throws IllegalArgumentException with a message for users
     */
    public static String require(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == 0) {
                throw new IllegalArgumentException("text without the character U+0000 is expected");
            }
            if (Character.isSurrogate(unit)) {
                boolean isPair = Character.isHighSurrogate(unit)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!isPair) {
                    throw new IllegalArgumentException(
                            "text without half a surrogate pair (\\u%04x) is expected".formatted((int) unit));
                }
                i++;
            }
        }
        return text;
    }
}
