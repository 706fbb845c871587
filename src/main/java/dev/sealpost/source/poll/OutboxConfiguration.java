package dev.sealpost.source.poll;

import dev.sealpost.node.NodeName;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of polls and of the database outbox. */
@Configuration(proxyBeanMethods = false)
class OutboxConfiguration {

    @Bean
    PollEnvironment pollEnvironment(Polls polls, PollRows rows, NodeName node, Clock clock) {
        RandomGenerator chance = () -> ThreadLocalRandom.current().nextLong();
        return new PollEnvironment(node.value(), polls, rows, clock, chance);
    }
}
