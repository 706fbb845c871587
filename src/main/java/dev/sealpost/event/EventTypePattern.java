package dev.sealpost.event;

import java.util.regex.Pattern;

/**
 * Pattern of event types: a type, optionally with {@code *} for segments. In the middle {@code *} matches exactly one segment,
 * as the last segment one or more, so {@code order.*} matches {@code order.created} and {@code order.item.added} but not {@code
 * order}, and {@code *} matches every type.
 */
public record EventTypePattern(String expression) {

    public static final int LONGEST = 256;

    /** Regular expression of patterns, also of ECMA 262. */
    public static final String PATTERN = "^([A-Za-z0-9_-]+|\\*)(\\.([A-Za-z0-9_-]+|\\*))*$";

    private static final Pattern FORM = Pattern.compile(PATTERN);
    private static final String WILDCARD = "*";

    /**
     * Checks the pattern.
     *
     * @throws IllegalArgumentException with a message for users, if the expression is malformed
     */
    public EventTypePattern {
        if (expression.length() > LONGEST || !FORM.matcher(expression).matches()) {
            throw new IllegalArgumentException(
                    "an event type pattern must be an event type, optionally with * for segments, such as order.created, order.* or *");
        }
    }

    public boolean matches(EventType type) {
        if (!expression.contains(WILDCARD)) {
            return expression.equals(type.name());
        }
        String[] pattern = expression.split("\\.", -1);
        String[] segments = type.name().split("\\.", -1);
        boolean open = pattern[pattern.length - 1].equals(WILDCARD);
        if (open ? segments.length < pattern.length : segments.length != pattern.length) {
            return false;
        }
        for (int i = 0; i < pattern.length; i++) {
            if (!pattern[i].equals(WILDCARD) && !pattern[i].equals(segments[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return expression;
    }
}
