package dev.sealpost.delivery;

import dev.sealpost.broker.BrokerSettings;
import dev.sealpost.database.ConsistentReads;
import dev.sealpost.database.Database;
import dev.sealpost.event.ProducerRun;
import dev.sealpost.home.Background;
import dev.sealpost.home.NodeName;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class UpkeepConfiguration {

    /** A sender waits twice at most: for its turn, and for the journal. */
    private static final int WAITS = 2;

    @Bean
    UpkeepNode upkeepNode(NodeName node, Clock clock, Database database) {
        return new UpkeepNode(node.value(), clock, database.dialect(), database.isEmbedded());
    }

    @Bean
    RecordProgress recordProgress(ProducerRun run, Recorder recorder, Clock clock, BrokerSettings broker) {
        return new RecordProgress(
                run, recorder, clock, broker.sendTimeout().multipliedBy(WAITS).plus(Duration.ofSeconds(1)));
    }

    @Bean
    Reconciler.Store reconcilerStore(ConsistentReads reads, Recorder recorder) {
        return new Reconciler.Store(reads, recorder);
    }

    @Bean
    Reconciler reconciler(
            ReconcilerSettings settings,
            Reconciler.Store store,
            ReadLedger ledger,
            LedgerFindings findings,
            UpkeepNode node) {
        return new Reconciler(settings, store, ledger, findings, node);
    }

    @Bean
    Retention retention(RetentionSettings settings, JdbcClient reads, Recorder recorder, UpkeepNode node) {
        return new Retention(settings, reads, recorder, node);
    }

    @Bean
    Upkeep.Parts upkeepParts(
            RecordProgress progress, Reconciler reconciler, Retention retention, Recorder recorder, Database database) {
        return new Upkeep.Parts(
                progress,
                reconciler,
                retention,
                database.isEmbedded() ? Optional.of(new ListAttempts(recorder)) : Optional.empty());
    }

    @Bean
    Upkeep upkeep(
            Upkeep.Parts parts, ReconcilerSettings reconciling, RetentionSettings retaining, Background background) {
        return new Upkeep(parts, reconciling, retaining, background);
    }

    @Bean
    HealthIndicator ledgerHealthIndicator(Reconciler reconciler, Retention retention, LedgerFindings findings) {
        return new LedgerHealthIndicator(reconciler, retention, findings);
    }
}
