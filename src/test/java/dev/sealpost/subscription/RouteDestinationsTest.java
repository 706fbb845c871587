package dev.sealpost.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.DirectWrites;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.event.EventTypePattern;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

class RouteDestinationsTest {

    private static final DestinationId ORDERS = DestinationId.ofRoute("orders");

    private final RouteDestinations here = new RouteDestinations();
    private TestDatabase database;
    private DirectWrites writes;

    @BeforeEach
    void open(TestDatabase database) {
        this.database = database;
        writes = database.writes(here);
    }

    @OnDatabase
    void makesARouteADestinationThatANodeStartedLaterKnows() {
        register("order.*", Optional.of("acme"));

        RouteDestinations later = new RouteDestinations();
        later.load(database.reads(), 0);

        assertThat(here.active()).containsExactly(wants("order.*", Optional.of("acme")));
        assertThat(here.isActive(ORDERS)).isTrue();
        assertThat(later.active()).containsExactlyElementsOf(here.active());
    }

    @OnDatabase
    void changesWhatARouteWants() {
        register("order.*", Optional.of("acme"));

        register("order.created", Optional.empty());

        assertThat(here.active()).containsExactly(wants("order.created", Optional.empty()));
    }

    @OnDatabase
    void writesNothingWhereNothingChanged() {
        register("order.*", Optional.empty());
        long version = version();

        register("order.*", Optional.empty());

        assertThat(version()).isEqualTo(version);
    }

    @OnDatabase
    void retiresARouteOnceAndTakesItBack() {
        register("order.*", Optional.empty());
        retire(ORDERS);
        assertThat(here.isActive(ORDERS)).isFalse();
        long version = version();

        retire(ORDERS);
        retire(DestinationId.ofRoute("unknown"));
        assertThat(version()).isEqualTo(version);

        register("order.*", Optional.empty());
        assertThat(here.active()).containsExactly(wants("order.*", Optional.empty()));
    }

    private void register(String pattern, Optional<String> application) {
        writes.write(sql -> {
            RouteDestinations.register(sql, wants(pattern, application));
            return true;
        });
    }

    private void retire(DestinationId id) {
        writes.write(sql -> {
            RouteDestinations.retire(sql, id);
            return true;
        });
    }

    private static RouteSubscription wants(String pattern, Optional<String> application) {
        return new RouteSubscription(ORDERS, new EventTypePattern(pattern), application);
    }

    private long version() {
        return database.reads()
                .sql("SELECT version FROM snapshot_version")
                .query(Long.class)
                .single();
    }
}
