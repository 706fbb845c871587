package dev.sealpost.source.poll;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationStore;
import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.Writes;
import dev.sealpost.event.Publisher;
import dev.sealpost.node.NodeName;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Beans of polls and of the database outbox. */
@Configuration(proxyBeanMethods = false)
class OutboxConfiguration {

    @Bean
    Polls polls(Clock clock) {
        return new Polls(clock);
    }

    @Bean
    PollRows pollRows(Writes writes, JdbcClient reads, LeaseHolder node) {
        return new PollRows(writes, reads, node);
    }

    @Bean
    PollEnvironment pollEnvironment(Polls polls, PollRows rows, NodeName node, Clock clock) {
        RandomGenerator chance = () -> ThreadLocalRandom.current().nextLong();
        return new PollEnvironment(node.value(), polls, rows, clock, chance);
    }

    @Bean
    HealthIndicator pollsHealthIndicator(Polls polls) {
        return new PollsHealthIndicator(polls);
    }

    @Bean
    OutboxMetrics outboxMetrics() {
        return new OutboxMetrics();
    }

    /** Routes refer to this bean as {@code jdbcOutbox}. */
    @Bean("jdbcOutbox")
    OutboxPublisher outboxPublisher(
            Publisher publisher,
            ApplicationDirectory directory,
            ApplicationStore store,
            Clock clock,
            OutboxMetrics metrics) {
        return new OutboxPublisher(publisher, directory, store, clock, metrics);
    }
}
