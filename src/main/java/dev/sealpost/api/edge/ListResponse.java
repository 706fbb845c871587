package dev.sealpost.api.edge;

import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.Position;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Page of a list.
 *
 * @param iterator position of the next page; repeated if there are no items yet, for polling
 * @param prevIterator position of the previous page, if any
 * @param done whether this is the last page
 */
public record ListResponse<T>(List<T> data, Optional<String> iterator, Optional<String> prevIterator, boolean done) {

    /** Creates the only page. */
    public static <T> ListResponse<T> whole(List<T> data) {
        return new ListResponse<>(data, Optional.empty(), Optional.empty(), true);
    }

    /**
     * @param list named in the iterators
     */
    public static <R, T> ListResponse<T> of(
            Listing list, PageRequest request, Page<R> page, Function<R, Position> position, Function<R, T> shape) {
        List<R> items = page.items();
        Optional<Position> last =
                items.isEmpty() ? request.from() : Optional.of(items.getLast()).map(position);
        Optional<Position> first = items.isEmpty() || request.from().isEmpty()
                ? Optional.empty()
                : Optional.of(items.getFirst()).map(position);
        return new ListResponse<>(
                items.stream().map(shape).toList(),
                last.map(place -> Iterators.encode(list, place, false)),
                first.map(place -> Iterators.encode(list, place, true)),
                !page.more());
    }
}
