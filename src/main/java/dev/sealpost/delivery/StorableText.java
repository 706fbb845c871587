package dev.sealpost.delivery;

/** Text of strangers, cut and cleaned so that every database takes it: no NUL, no half of a surrogate pair. */
public final class StorableText {

    /** For reasons. */
    public static final int REASON = 500;

    private StorableText() {}

    /**
     * The text as every database can store it, cut to a length.
     *
     * @param longest UTF-16 units at most
     */
    public static String of(String text, int longest) {
        int end = Math.min(text.length(), longest);
        StringBuilder kept = new StringBuilder(end);
        for (int i = 0; i < end; i++) {
            char unit = text.charAt(i);
            if (Character.isHighSurrogate(unit) && i + 1 < end && Character.isLowSurrogate(text.charAt(i + 1))) {
                kept.append(unit).append(text.charAt(++i));
            } else if (Character.isSurrogate(unit) || unit == 0) {
                kept.append('\uFFFD');
            } else {
                kept.append(unit);
            }
        }
        return kept.toString();
    }
}
