package dev.sealpost.database;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Request for a page of a sorted list.
 *
 * @param limit maximum number of items, at least 1
 * @param from position of the last item of the previous page; empty for the first page
 * @param backwards whether to return the page before {@code from} instead of the one after it
 */
public record PageRequest(int limit, boolean newestFirst, Optional<Position> from, boolean backwards) {

    /** Number of rows to fetch: one more than the limit, to detect further items. */
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

    /**
     * Completes a query that is sorted by a time and a unique key: begins after {@link #from}, sorts, and limits the rows.
     *
     * @param conditions those of the query; they get the one of the beginning
     * @return the clauses from {@code WHERE} on; their parameters are those of the conditions
     */
    public String clauses(Conditions conditions, String time, String key) {
        from.ifPresent(position -> conditions.and(
                "(" + time + ", " + key + ") " + comparison() + " (?, ?)",
                position.time().toEpochMilli(),
                position.key()));
        return conditions.where() + " ORDER BY " + time + " " + direction() + ", " + key + " " + direction() + " LIMIT "
                + fetch();
    }

    /** Returns the comparator in {@link #direction()}. */
    public <T> Comparator<T> directed(Comparator<T> ascending) {
        return descending() ? ascending.reversed() : ascending;
    }

    private boolean descending() {
        return newestFirst != backwards;
    }

    /** Returns the page of a list in memory. */
    public <T> Page<T> of(Collection<T> all, Function<T, Position> position) {
        Comparator<Position> order =
                directed(Comparator.comparing(Position::time).thenComparing(Position::key));
        return cut(all.stream()
                .filter(item -> from.isEmpty() || order.compare(position.apply(item), from.get()) > 0)
                .sorted((one, other) -> order.compare(position.apply(one), position.apply(other)))
                .limit(fetch())
                .toList());
    }

    /** Returns the page of rows fetched in {@link #direction()}. */
    public <T> Page<T> cut(List<T> fetched) {
        return cut(fetched, limit);
    }

    /** Like {@link #cut(List)}, with a lower limit. */
    public <T> Page<T> cut(List<T> fetched, int atMost) {
        List<T> items = new ArrayList<>(fetched.subList(0, Math.min(atMost, fetched.size())));
        if (backwards) {
            Collections.reverse(items);
        }
        return new Page<>(items, fetched.size() > items.size());
    }
}
