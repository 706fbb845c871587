package dev.sealpost.route;

import static dev.sealpost.route.camel.EventCamel.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.route.camel.EventCamel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Ids of events that a route publishes while it handles an event. */
class DerivedEventsTest {

    @AutoClose
    private final OneRoute route = new OneRoute();

    @Test
    void derivesTheIdsOfPublishedEvents() throws Exception {
        route.from(
                "event:order.*",
                steps -> steps.to("event:stock.reserved")
                        .to("event:stock.reserved")
                        .to("event:stock.counted"));

        route.app.attempt("r", anEvent("msg_1"));
        List<EventId> first = ids();
        route.app.attempt("r", anEvent("msg_1"));
        List<EventId> repeat = ids().subList(3, 6);
        route.app.attempt("r", anEvent("msg_2"));
        List<EventId> other = ids().subList(6, 9);

        assertThat(first).doesNotHaveDuplicates();
        assertThat(route.app.publisher.published).hasSize(9);
        assertThat(repeat).isEqualTo(first);
        assertThat(other).doesNotContainAnyElementsOf(first);
        assertThat(route.app.publisher.published)
                .allMatch(event -> event.application().equals(EventCamel.ACME))
                .allMatch(event -> event.labels().uid().isEmpty());
    }

    @Test
    void derivesTheSameIdsInAParallelSplit() throws Exception {
        route.from(
                "event:order.*",
                steps -> steps.setBody(exchange -> List.of("1", "2", "3", "4", "5", "6"))
                        .split()
                        .body()
                        .parallelProcessing()
                        .to("event:line.added")
                        .end());

        route.app.attempt("r", anEvent("msg_1"));
        List<String> first = idsWithBodies();
        route.app.publisher.published.clear();
        route.app.attempt("r", anEvent("msg_1"));

        assertThat(first).hasSize(6).doesNotHaveDuplicates();
        assertThat(idsWithBodies()).containsExactlyInAnyOrderElementsOf(first);
    }

    private List<String> idsWithBodies() {
        return new ArrayList<>(route.app.publisher.published)
                .stream()
                        .map(event ->
                                event.id() + " " + new String(event.payload().bytes(), StandardCharsets.UTF_8))
                        .toList();
    }

    private List<EventId> ids() {
        return route.app.publisher.published.stream().map(Event::id).toList();
    }
}
