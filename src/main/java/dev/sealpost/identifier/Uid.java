package dev.sealpost.identifier;

import java.util.regex.Pattern;

/** Validates names given by users: letters, digits, {@code _}, {@code -} and dots. */
public final class Uid {

    public static final int LONGEST_UID = 256;
    public static final int LONGEST_LABEL = 128;

    /** Regular expression of uids and labels, also of ECMA 262. */
    public static final String PATTERN = "^[a-zA-Z0-9\\-_.]+$";

    private static final Pattern FORM = Pattern.compile(PATTERN);

    private Uid() {}

    /**
     * Validates a uid of up to 256 characters.
     *
     * @param reserved prefix of generated ids, which uids must not have
     * @throws IllegalArgumentException with a message for users
     */
    public static String require(String text, String reserved) {
        requireForm(text, LONGEST_UID, "a uid");
        if (text.equals(".") || text.equals("..")) {
            throw new IllegalArgumentException("a uid must not be . or .., which cannot be used in a path");
        }
        if (text.startsWith(reserved)) {
            throw new IllegalArgumentException("a uid must not begin with " + reserved + ", the prefix of ids");
        }
        return text;
    }

    /**
     * Validates a channel or tag of up to 128 characters.
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
