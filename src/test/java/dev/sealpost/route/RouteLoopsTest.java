package dev.sealpost.route;

import static dev.sealpost.route.camel.EventCamel.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.event.Event;
import dev.sealpost.event.Hops;
import dev.sealpost.route.camel.EventCamel;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Routes that publish events for each other. Three hops are allowed here. */
class RouteLoopsTest {

    @AutoClose
    private final EventCamel app = new EventCamel();

    private void routes() throws Exception {
        app.with(new RouteBuilder() {
            @Override
            public void configure() {
                from("event:order.*").routeId("orders").to("event:stock.reserved");
                from("event:stock.*").routeId("stock").to("event:order.created");
                from("timer:x?delay=100000").routeId("timer").to("event:order.created?application=acme");
            }
        });
    }

    private Event published(int number) {
        return app.publisher.published.get(number);
    }

    @Test
    void stopsALoopAndReportsIt() throws Exception {
        routes();
        app.attempt("orders", anEvent("msg_1"));
        app.attempt("stock", published(0));
        app.attempt("orders", published(1));

        Attempted last = app.attempt("stock", published(2));

        assertThat(app.publisher.published).hasSize(3);
        assertThat(last.next())
                .isEqualTo(new NextStep.Exhaust("not published: the event has passed through more than 3 routes:"
                        + " order.created > orders > stock.reserved > stock > order.created"));
    }

    @Test
    void startsAtZeroForAnEventWithoutAParent() throws Exception {
        routes();

        app.camel.createProducerTemplate().sendBody("event:order.created?application=acme", "{}");

        assertThat(published(0).content().hops()).isEmpty();
    }

    @Test
    void passesTheChainToAllPublishedEvents() throws Exception {
        app.with(new RouteBuilder() {
            @Override
            public void configure() {
                from("event:order.*")
                        .routeId("orders")
                        .split(constant("1,2"))
                        .delimiter(",")
                        .parallelProcessing()
                        .to("direct:inner");
                from("direct:inner").to("event:line.added");
            }
        });

        app.attempt("orders", anEvent("msg_1"));

        assertThat(app.publisher.published)
                .hasSize(2)
                .extracting(event -> event.content().hops().map(Hops::chain).orElse(""))
                .containsOnly("order.created > orders > line.added");
    }
}
