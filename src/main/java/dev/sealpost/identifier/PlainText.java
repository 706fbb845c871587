package dev.sealpost.identifier;

/**
 * Text that every database stores unchanged: without NUL, which PostgreSQL rejects, and without unpaired surrogates.
 */
public final class PlainText {

    private PlainText() {}

    /**
     * Returns the text unchanged if it is valid.
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
                            "text without unpaired surrogates (\\u%04x) is expected".formatted((int) unit));
                }
                i++;
            }
        }
        return text;
    }
}
