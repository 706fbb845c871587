package dev.sealpost.audit;

import dev.sealpost.database.Writes;
import dev.sealpost.node.PeriodicWork;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration INTERVAL = Duration.ofHours(1);

    @Bean
    PeriodicWork forgetOldEntries(Writes writes, AuditSettings settings, Clock clock) {
        return new PeriodicWork("audit", FIRST, INTERVAL, new ForgetEntries(writes, settings, clock)::forget);
    }
}
