package dev.sealpost.route.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.database.DirectWrites;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.SqlWork;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.Destination.Readiness;
import dev.sealpost.route.camel.EventCamel;
import dev.sealpost.subscription.DestinationId;
import dev.sealpost.subscription.RouteDestinations;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class RegisterRoutesTest {

    private static final DestinationId ON = DestinationId.ofRoute("on");
    private static final DestinationId OFF = DestinationId.ofRoute("off");

    private final EventCamel camel = new EventCamel();
    private final RouteDestinations destinations = new RouteDestinations();
    private DirectWrites writes;
    private boolean down;

    @BeforeEach
    void open(TestDatabase database) throws Exception {
        writes = database.writes(destinations);
        camel.with(new RouteBuilder() {
            @Override
            public void configure() {
                from("event:order.*").routeId("on").log("on");
                from("event:order.*").routeId("off").autoStartup(false).log("off");
            }
        });
    }

    @AfterEach
    void close() {
        camel.close();
    }

    private void register() {
        Writes breakable = new Writes() {
            @Override
            public <T> T write(SqlWork<T> work) {
                if (down) {
                    throw new DatabaseUnavailableException("The database does not answer", null);
                }
                return writes.write(work);
            }
        };
        new RegisterRoutes(breakable, camel.routes).register(camel.camel, id -> true);
    }

    @OnDatabase
    void registersOnlyRoutesThatRun() {
        register();

        assertThat(destinations.isActive(ON)).isTrue();
        assertThat(destinations.isActive(OFF)).isFalse();
        assertThat(writes.transactions()).isEqualTo(1);
    }

    @OnDatabase
    void registersARouteThatAnOperatorStartsLater() throws Exception {
        register();

        camel.camel.getRouteController().startRoute("off");

        assertThat(destinations.isActive(OFF)).isTrue();
        assertThat(camel.destination("off").readiness()).isEqualTo(Readiness.READY);
    }

    @OnDatabase
    void keepsARouteThatAnOperatorStops() throws Exception {
        register();

        camel.camel.getRouteController().stopRoute("on");

        assertThat(destinations.isActive(ON)).isTrue();
        assertThat(camel.destination("on").readiness()).isEqualTo(Readiness.ROUTE_UNAVAILABLE);
    }

    @OnDatabase
    void startsNoRouteThatCannotBeStored() {
        register();
        down = true;

        assertThatThrownBy(() -> camel.camel.getRouteController().startRoute("off"))
                .hasStackTraceContaining("The database does not answer");

        assertThat(destinations.isActive(OFF)).isFalse();
        assertThat(camel.destination("off").readiness()).isEqualTo(Readiness.ROUTE_UNAVAILABLE);
    }
}
