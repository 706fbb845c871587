package dev.sealpost.database;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which part of a sorted list is wanted.
 *
 * @param limit the most items, at least 1
 * @param from the last item already seen; empty: begin at the start
 * @param backwards the part that ends before {@code from} instead of the one that follows it
 */
public record PageRequest(int limit, boolean newestFirst, Optional<Position> from, boolean backwards) {

    /** One more than wanted: it says whether there is more. */
    public int fetch() {
        return limit + 1;
    }

    /** {@code DESC} or {@code ASC}, for every column of the order. */
    public String direction() {
        return descending() ? "DESC" : "ASC";
    }

    /** {@code <} or {@code >}, between a row and {@code from}. */
    public String comparison() {
        return descending() ? "<" : ">";
    }

    /** {@code >} or {@code <}, between a row and one that comes after it. */
    public String oppositeComparison() {
        return descending() ? ">" : "<";
    }

    /** This order, in {@link #direction()}. */
    public <T> Comparator<T> directed(Comparator<T> ascending) {
        return descending() ? ascending.reversed() : ascending;
    }

    private boolean descending() {
        return newestFirst != backwards;
    }

    /** The page out of the rows that were fetched in {@link #direction()}. */
    public <T> Page<T> cut(List<T> fetched) {
        return cut(fetched, limit);
    }

    /** Like {@link #cut(List)}, but of fewer items than the limit. */
    public <T> Page<T> cut(List<T> fetched, int atMost) {
        List<T> items = new ArrayList<>(fetched.subList(0, Math.min(atMost, fetched.size())));
        if (backwards) {
            Collections.reverse(items);
        }
        return new Page<>(items, fetched.size() > items.size());
    }
}
