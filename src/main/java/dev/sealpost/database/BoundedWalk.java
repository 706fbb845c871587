package dev.sealpost.database;

/**
 * A walk through a sorted list for what no index finds, such as the events with a tag. One request looks at so many rows and no
 * more, so that a rare tag in a large table costs no more than a common one.
 */
public final class BoundedWalk {

    /** Rows that one request looks at. */
    public static final int MOST = 50_000;

    private BoundedWalk() {}

    /**
     * The page of a walk that ended at its bound: what was found, and a list that goes on.
     *
     * @throws WalkTooLongException when nothing was found
     */
    public static <T> Page<T> ended(Page<T> found) {
        if (found.items().isEmpty()) {
            throw new WalkTooLongException();
        }
        return new Page<>(found.items(), true);
    }
}
