package dev.sealpost.ledger;

import dev.sealpost.broker.BrokerSettings;
import dev.sealpost.database.Writes;
import dev.sealpost.event.ProducerRun;
import dev.sealpost.node.PeriodicWork;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {

    /** A sender waits at most twice: for its turn, and for the journal. */
    private static final int WAITS = 2;

    private static final Duration PROGRESS = Duration.ofSeconds(10);

    @Bean
    RecordProgress recordProgress(ProducerRun run, Writes writes, Clock clock, BrokerSettings broker) {
        return new RecordProgress(
                run, writes, clock, broker.sendTimeout().multipliedBy(WAITS).plus(Duration.ofSeconds(1)));
    }

    @Bean
    PeriodicWork progressWork(RecordProgress progress, ReconcilerSettings settings) {
        Duration interval = settings.grace().compareTo(PROGRESS) < 0 ? settings.grace() : PROGRESS;
        return new PeriodicWork("progress", Duration.ZERO, interval.plusMillis(100), progress::record);
    }

    @Bean
    PeriodicWork reconcilerWork(Reconciler reconciler, ReconcilerSettings settings) {
        return new PeriodicWork("reconciler", settings.first(), settings.interval(), reconciler::check);
    }
}
