package dev.sealpost.route.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.Attempted;
import java.lang.management.ManagementFactory;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.junit.jupiter.api.Test;

/** Connectors of the folder are loaded, and called as the route that uses them says. */
class LoadConnectorsTest extends RouteApplicationTestBase {

    private static final String CONNECTOR = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: shop-sink
            spec:
              definition:
                title: Shop Sink
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - bean:
                        ref: probe
                        method: fail
            """;

    private static final String CALLER = """
            - route:
                id: caller
                errorHandler:
                  defaultErrorHandler:
                    redeliveryPolicy:
                      maximumRedeliveries: 2
                      redeliveryDelay: 1
                from:
                  uri: event:order.*
                  steps:
                    - to:
                        uri: kamelet:shop-sink
            """;

    @Test
    void loadsConnectorsOfTheFolderAndShowsTheirRoutes() throws Exception {
        file("connectors/shop-sink.kamelet.yaml", CONNECTOR);
        file("routes/caller.camel.yaml", CALLER);

        try (var application = start("spring.jmx.enabled=true")) {
            assertThat(application.getBean(RouteProblems.class).all()).isEmpty();
            String name = application.getBean(CamelContext.class).getManagementName();
            assertThat(ManagementFactory.getPlatformMBeanServer()
                            .queryNames(new ObjectName("org.apache.camel:context=" + name + ",type=routes,*"), null))
                    .as("the caller, the connector and the delivery of webhooks")
                    .hasSize(3);
        }
    }

    @Test
    void retriesAFailedConnectorByThePolicyOfItsCallerOnly() throws Exception {
        file("connectors/shop-sink.kamelet.yaml", CONNECTOR);
        file("routes/caller.camel.yaml", CALLER);

        try (var application = start()) {
            Attempted attempted = attempt(application, "caller");

            assertThat(probe.calls).hasValue(3);
            assertThat(attempted.outcome())
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.reason()).contains("out of stock"));
        }
    }

    @Test
    void callsAConnectorOnceWithoutAPolicyOfItsCaller() throws Exception {
        file("connectors/shop-sink.kamelet.yaml", CONNECTOR);
        file("routes/caller.camel.yaml", CALLER.replaceAll("(?s)    errorHandler.*?    from", "    from"));

        try (var application = start()) {
            Attempted attempted = attempt(application, "caller");

            assertThat(probe.calls).hasValue(1);
            assertThat(attempted.outcome())
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.reason()).contains("out of stock", "route caller"));
        }
    }

    @Test
    void reportsAnUnknownConnector() throws Exception {
        file("routes/caller.camel.yaml", CALLER);

        try (var application = start()) {
            assertThat(application.getBean(RouteProblems.class).all())
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.reason()).contains("shop-sink");
                        assertThat(problem.line()).hasValue(12);
                    });
            assertThat(application.getBean(CamelContext.class).getRoutes())
                    .extracting(Route::getRouteId)
                    .containsExactly("webhook-delivery");
        }
    }
}
