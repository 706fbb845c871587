package dev.sealpost.retention;

import dev.sealpost.database.Database;
import dev.sealpost.database.Writes;
import dev.sealpost.ledger.ReconcilerSettings;
import dev.sealpost.node.PeriodicWork;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RetentionConfiguration {

    private static final Duration LISTING = Duration.ofSeconds(2);

    @Bean
    PeriodicWork retentionWork(Retention retention, ReconcilerSettings reconciler, RetentionSettings settings) {
        return new PeriodicWork("retention", reconciler.first(), settings.interval(), retention::clean);
    }

    /** Only for SQLite; PostgreSQL lists attempts at once. */
    @Bean
    PeriodicWork listingWork(Writes writes, Database database) {
        ListAttempts listing = new ListAttempts(writes);
        return new PeriodicWork("listing", LISTING, LISTING, database.isEmbedded() ? listing::list : () -> {});
    }
}
