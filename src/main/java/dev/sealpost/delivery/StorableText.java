package dev.sealpost.delivery;

/** Truncates and cleans foreign text so that every database stores it: no NUL, no unpaired surrogate. */
public final class StorableText {

    /** Length limit of reasons, in UTF-16 units. */
    public static final int REASON = 500;

    private StorableText() {}

    /**
     * Returns the text, cleaned and truncated.
     *
     * @param longest maximum length in UTF-16 units
     */
    public static String of(String text, int longest) {
        int end = Math.min(text.length(), longest);
        StringBuilder cleaned = new StringBuilder(end);
        for (int i = 0; i < end; i++) {
            char unit = text.charAt(i);
            if (Character.isHighSurrogate(unit) && i + 1 < end && Character.isLowSurrogate(text.charAt(i + 1))) {
                cleaned.append(unit).append(text.charAt(++i));
            } else if (Character.isSurrogate(unit) || unit == 0) {
                cleaned.append('\uFFFD');
            } else {
                cleaned.append(unit);
            }
        }
        return cleaned.toString();
    }
}
