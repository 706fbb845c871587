package dev.sealpost.database;

import java.util.List;
import java.util.function.Function;

/**
 * Page of a list.
 *
 * @param more whether more items follow in the requested direction
 */
public record Page<T>(List<T> items, boolean more) {

    public Page {
        items = List.copyOf(items);
    }

    public <R> Page<R> map(Function<T, R> change) {
        return new Page<>(items.stream().map(change).toList(), more);
    }
}
