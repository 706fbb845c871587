package dev.sealpost.database;

import java.util.List;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param more whether the list goes on in the direction that was asked for
 */
public record Page<T>(List<T> items, boolean more) {

    public Page {
        items = List.copyOf(items);
    }

    public <R> Page<R> map(Function<T, R> change) {
        return new Page<>(items.stream().map(change).toList(), more);
    }
}
