package dev.sealpost.database;

/**
 * Bounded scan of a sorted list for a filter without an index, such as a tag. Limits the rows that one request
 * examines, so that a rare tag in a large table costs no more than a common one.
 */
public final class BoundedWalk {

    /** Maximum number of rows that one request examines. */
    public static final int MOST = 50_000;

    private BoundedWalk() {}

    /**
     * Returns the page of a scan that reached its limit, with more to follow.
     *
     * @throws WalkTooLongException when the page is empty
     */
    public static <T> Page<T> ended(Page<T> found) {
        if (found.items().isEmpty()) {
            throw new WalkTooLongException();
        }
        return new Page<>(found.items(), true);
    }
}
