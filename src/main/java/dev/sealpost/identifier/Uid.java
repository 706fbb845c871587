package dev.sealpost.identifier;

import java.util.regex.Pattern;

/** The form of names that users give: letters, digits, {@code _}, {@code -} and dots. */
public final class Uid {

    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9\\-_.]+");
    private static final int LONGEST_UID = 256;
    private static final int LONGEST_LABEL = 128;

    private Uid() {}

    /**
     * A user's own id for something; up to 256 characters.
     *
     * @param reserved how our own ids for it begin; a name that begins like this could be mistaken for one
     * @throws IllegalArgumentException with a message for users
     */
    public static String require(String text, String reserved) {
        requireForm(text, LONGEST_UID, "a uid");
        if (text.equals(".") || text.equals("..")) {
            throw new IllegalArgumentException("a uid of nothing but dots cannot be written in a path");
        }
        if (text.startsWith(reserved)) {
            throw new IllegalArgumentException("a uid does not begin with " + reserved + ", ids do");
        }
        return text;
    }

    /**
     * A channel or a tag; up to 128 characters.
     *
     * @throws IllegalArgumentException with a message for users
     */
    public static String requireLabel(String text) {
        requireForm(text, LONGEST_LABEL, "a channel or tag");
        return text;
    }

    private static void requireForm(String text, int longest, String what) {
        if (text.length() > longest || !FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(what + " is 1 to " + longest + " letters, digits, _, - and dots");
        }
    }
}
