package dev.sealpost.event;

import java.util.regex.Pattern;

/**
 * Event types in one expression: a type as it is, or with {@code *} for a segment. In the middle {@code *} is exactly one
 * segment; as the last segment it is one or more, so {@code order.*} is {@code order.created} and {@code order.item.added}
 * but not {@code order}, and {@code *} is every type.
 */
public record EventTypePattern(String expression) {

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]+|\\*)(\\.([A-Za-z0-9_-]+|\\*))*");
    private static final int LONGEST = 256;
    private static final String WILDCARD = "*";

    /**
     * Checks the pattern.
     *
     * @throws IllegalArgumentException with a message for users, when the expression has another form
     */
    public EventTypePattern {
        if (expression.length() > LONGEST || !FORM.matcher(expression).matches()) {
            throw new IllegalArgumentException("an event type pattern is an event type, with * in place of segments,"
                    + " such as order.created, order.* or *");
        }
    }

    public boolean matches(EventType type) {
        if (!expression.contains(WILDCARD)) {
            return expression.equals(type.name());
        }
        String[] wanted = expression.split("\\.", -1);
        String[] given = type.name().split("\\.", -1);
        boolean open = wanted[wanted.length - 1].equals(WILDCARD);
        if (open ? given.length < wanted.length : given.length != wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (!wanted[i].equals(WILDCARD) && !wanted[i].equals(given[i])) {
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
