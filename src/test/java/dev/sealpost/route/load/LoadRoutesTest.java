package dev.sealpost.route.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.delivery.Destination.Readiness;
import dev.sealpost.delivery.Destinations;
import dev.sealpost.subscription.DestinationId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Routes of the folder are started and stored as destinations. */
class LoadRoutesTest extends RouteApplicationTestBase {

    private static final String ORDERS = """
            - route:
                id: orders
                from:
                  uri: event:order.*
                  parameters:
                    application: acme
                  steps:
                    - to:
                        uri: event:stock.reserved
            """;

    @Test
    void startsValidFilesAndReportsInvalidOnes() throws Exception {
        file("routes/a-broken.camel.yaml", ORDERS.replace("- to:", "- too:"));
        file("routes/shop/orders.camel.yaml", ORDERS);

        try (var application = start()) {
            assertThat(attempt(application, "orders").outcome()).isEqualTo(new Succeeded());
            assertThat(publisher.published).hasSize(1);
            assertThat(application.getBean(RouteProblems.class).all())
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.file()).isEqualTo("routes/a-broken.camel.yaml");
                        assertThat(problem.line()).hasValue(8);
                    });
        }
    }

    @Test
    void isReadyOnceTheDestinationsAreStored() throws Exception {
        file("routes/orders.camel.yaml", ORDERS);

        try (var application = start()) {
            assertThat(probe.destinationsWhenReady).containsExactly(List.of("route:orders [\"order.*\"] acme"));
            assertThat(writes.transactions).isEqualTo(1);
        }
    }

    @Test
    void keepsTheDeliveriesOfAnInvalidOrMissingRoute() throws Exception {
        file("routes/orders.camel.yaml", ORDERS);
        start().close();
        file("routes/orders.camel.yaml", ORDERS.replace("- to:", "- too:"));

        try (var application = start()) {
            assertThat(writes.destinations()).containsExactly("route:orders [\"order.*\"] acme");
            assertThat(application
                            .getBean(Destinations.class)
                            .find(DestinationId.ofRoute("orders"))
                            .orElseThrow()
                            .readiness())
                    .isEqualTo(Readiness.ROUTE_UNAVAILABLE);
        }
    }

    @Test
    void retiresADisabledRouteAndRestoresIt() throws Exception {
        file("routes/orders.camel.yaml", ORDERS);
        start().close();

        file("routes/orders.camel.yaml", ORDERS.replace("id: orders", "id: orders\n    autoStartup: \"{{on:false}}\""));
        start().close();
        assertThat(writes.destinations()).containsExactly("route:orders [\"order.*\"] acme retired");

        start("on=true").close();
        assertThat(writes.destinations()).containsExactly("route:orders [\"order.*\"] acme");
    }

    @Test
    void writesNothingWithoutAChange() throws Exception {
        file("routes/orders.camel.yaml", ORDERS);
        start().close();
        long version = writes.version();

        start().close();

        assertThat(writes.version()).isEqualTo(version);
    }

    @Test
    void storesAChangedPattern() throws Exception {
        file("routes/orders.camel.yaml", ORDERS);
        start().close();
        file("routes/orders.camel.yaml", ORDERS.replace("event:order.*", "event:order.created"));

        start().close();

        assertThat(writes.destinations()).containsExactly("route:orders [\"order.created\"] acme");
    }
}
