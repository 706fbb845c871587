package dev.sealpost.transform;

/**
 * Code that changes the requests to an endpoint, in the shape of Svix: JavaScript with a function {@code handler(webhook)}.
 *
 * @param code empty: none
 * @param enabled whether requests are changed
 */
public record Transformation(String code, boolean enabled) {

    /** Longest code in characters. */
    public static final int LONGEST = 51_200;

    public static final Transformation NONE = new Transformation("", false);

    /** Returns whether requests are changed by it. */
    public boolean isActive() {
        return enabled && !code.isEmpty();
    }
}
