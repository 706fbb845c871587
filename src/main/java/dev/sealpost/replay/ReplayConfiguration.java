package dev.sealpost.replay;

import dev.sealpost.broker.BrokerClient;
import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.dispatch.Backlog;
import dev.sealpost.delivery.flight.RowClock;
import dev.sealpost.history.DeadLetters;
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
    ReplayRoom replayRoom(JdbcClient reads, DestinationLookup destinations, ReplaySettings settings, RowClock clock) {
        return new ReplayRoom(reads, destinations, settings.backlog(), clock);
    }

    @Bean
    FindReplayable findReplayable(JdbcClient reads, DeadLetters deadLetters, Subscriptions subscriptions) {
        return new FindReplayable(reads, deadLetters, subscriptions, PAGE);
    }

    @Bean
    ReplayDeliveries replayDeliveries(
            FindReplayable find,
            ReplayRoom room,
            Reopen reopen,
            Writes writes,
            ReplayLeases leases,
            Backlog backlog,
            Clock clock) {
        return new ReplayDeliveries(
                find, room, reopen, writes, leases, destination -> backlog.added(destination, clock.instant()));
    }

    @Bean
    Unpark unpark(BrokerClient broker) {
        return new Unpark(message -> broker.send(Addresses.EVENTS, message));
    }

    @Bean
    ReplayEngine.Steps replaySteps(
            ReplayDeliveries deliveries, BrokerClient broker, Unpark unpark, ReplayLeases leases) {
        return new ReplayEngine.Steps(
                deliveries, new RedriveParked(() -> broker.walk(Addresses.PARKED), unpark, leases));
    }
}
