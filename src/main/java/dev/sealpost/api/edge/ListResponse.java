package dev.sealpost.api.edge;

import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.Position;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param iterator where the next part begins; stays when there is nothing yet, so that it can be asked again
 * @param prevIterator what came before, where anything did
 * @param done whether the list ends here
 */
public record ListResponse<T>(List<T> data, Optional<String> iterator, Optional<String> prevIterator, boolean done) {

    public static <T> ListResponse<T> empty() {
        return new ListResponse<>(List.of(), Optional.empty(), Optional.empty(), true);
    }

    /** @param list named in its iterators */
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
