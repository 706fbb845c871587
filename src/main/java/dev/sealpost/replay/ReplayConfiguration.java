package dev.sealpost.replay;

import dev.sealpost.broker.BrokerClient;
import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.dispatch.Backlog;
import dev.sealpost.delivery.flight.RowClock;
import dev.sealpost.history.DeadLetters;
import dev.sealpost.node.Background;
import dev.sealpost.subscription.Subscriptions;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class ReplayConfiguration {

    /** Events or dead letters per page. */
    private static final int PAGE = 500;

    @Bean
    ReplayLeases replayLeases(Writes writes, JdbcClient reads, LeaseHolder node) {
        return new ReplayLeases(writes, reads, node);
    }

    @Bean
    ReplayRoom replayRoom(JdbcClient reads, DestinationLookup destinations, ReplaySettings settings, RowClock clock) {
        return new ReplayRoom(reads, destinations, settings.backlog(), clock);
    }

    @Bean
    FindReplayable findReplayable(JdbcClient reads, DeadLetters deadLetters, Subscriptions subscriptions) {
        return new FindReplayable(reads, deadLetters, subscriptions, PAGE);
    }

    @Bean
    ReplayDeliveries.Store replayStore(Writes writes, ReplayLeases leases, Backlog backlog, Clock clock) {
        return new ReplayDeliveries.Store(writes, leases, destination -> backlog.added(destination, clock.instant()));
    }

    @Bean
    ReplayDeliveries replayDeliveries(
            FindReplayable find, ReplayRoom room, Reopen reopen, ReplayDeliveries.Store store) {
        return new ReplayDeliveries(find, room, reopen, store);
    }

    @Bean
    Unpark unpark(BrokerClient broker) {
        return new Unpark(message -> broker.send(Addresses.EVENTS, message));
    }

    @Bean
    ParkedMessages parkedMessages(BrokerClient broker, Unpark unpark) {
        return new BrokerParkedMessages(broker, unpark);
    }

    @Bean
    ReplayEngine.Steps replaySteps(
            ReplayDeliveries deliveries, BrokerClient broker, Unpark unpark, ReplayLeases leases) {
        return new ReplayEngine.Steps(
                deliveries, new RedriveParked(() -> broker.walk(Addresses.PARKED), unpark, leases));
    }

    @Bean
    ReplayEngine replayEngine(
            ReplayLeases leases, ReplayEngine.Steps steps, ReplaySettings settings, Background background) {
        return new ReplayEngine(leases, steps, settings, background);
    }
}
