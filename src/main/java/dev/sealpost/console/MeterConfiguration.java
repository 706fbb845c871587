package dev.sealpost.console;

import dev.sealpost.alert.WatchRules;
import dev.sealpost.backup.BackupStatus;
import dev.sealpost.backup.BackupWatch;
import dev.sealpost.delivery.BacklogQuota;
import dev.sealpost.event.IngestWindow;
import dev.sealpost.ledger.LedgerFindings;
import dev.sealpost.retention.Retention;
import dev.sealpost.route.camel.LostTriggers;
import dev.sealpost.signature.VerificationFailure;
import dev.sealpost.source.poll.OutboxPublisher;
import dev.sealpost.source.poll.Polls;
import dev.sealpost.source.sync.IdMap;
import dev.sealpost.source.sync.SyncDecision;
import dev.sealpost.source.webhook.SourceCounts;
import dev.sealpost.source.webhook.SourceCounts.WebhookOutcome;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Metrics of everything but deliveries, which {@link SealpostMeters} has (docs/metrics.md). */
@Configuration(proxyBeanMethods = false)
class MeterConfiguration {

    private static final double MILLIS = 1_000.0;

    @Bean
    MeterBinder alertMeters(WatchRules rules) {
        return registry -> rules.firing()
                .keySet()
                .forEach(alert -> Gauge.builder(
                                "sealpost.alert.firing",
                                rules,
                                of -> of.firing().getOrDefault(alert, false) ? 1 : 0)
                        .description("1 while an alert fires")
                        .tag("alert", alert)
                        .register(registry));
    }

    /** Events refused because the backlog of their application is full. */
    @Bean
    MeterBinder quotaMeters(BacklogQuota quota) {
        return registry -> FunctionCounter.builder(SealpostMeters.REFUSED, quota, BacklogQuota::refused)
                .description(SealpostMeters.REFUSED_HELP)
                .tag("reason", "backlog")
                .register(registry);
    }

    /** Events that wait to be accepted over HTTP, or were refused after waiting. */
    @Bean
    MeterBinder ingestMeters(IngestWindow window) {
        return registry -> {
            Gauge.builder("sealpost.ingest.waiting", window, IngestWindow::waiting)
                    .description("Events sent over HTTP that wait to be accepted")
                    .register(registry);
            Gauge.builder("sealpost.ingest.window.events", window, IngestWindow::inside)
                    .description("Accepted events in the ingest window: they wait for this node to deliver them")
                    .register(registry);
            Gauge.builder("sealpost.ingest.window.limit", window, IngestWindow::limit)
                    .description("Size of the ingest window in events")
                    .register(registry);
            FunctionCounter.builder("sealpost.ingest.delayed", window, IngestWindow::delayed)
                    .description("Events sent over HTTP that had to wait before they were accepted or refused")
                    .register(registry);
            FunctionCounter.builder(SealpostMeters.REFUSED, window, IngestWindow::refused)
                    .description(SealpostMeters.REFUSED_HELP)
                    .tag("reason", "busy")
                    .register(registry);
        };
    }

    /** Lost triggers of routes; log and alert name the trigger. */
    @Bean
    MeterBinder triggerMeters(LostTriggers lost) {
        return registry -> FunctionCounter.builder("sealpost.triggers.lost", lost, LostTriggers::count)
                .description("Scheduled times that produced no event")
                .register(registry);
    }

    /** All polls of this node; health and log name a failing one. */
    @Bean
    MeterBinder pollMeters(Polls polls) {
        return registry -> {
            Gauge.builder("sealpost.polls.failing", polls, Polls::failing)
                    .description("Failing polls of this node")
                    .register(registry);
            Gauge.builder("sealpost.polls.behind", polls, of -> of.behind().toMillis() / MILLIS)
                    .description("Lag of the poll that is furthest behind")
                    .baseUnit("seconds")
                    .register(registry);
            Gauge.builder("sealpost.polls.backfilling", polls, Polls::backfilling)
                    .description("Polls of this node that have not reached the end of their list")
                    .register(registry);
            FunctionCounter.builder("sealpost.polls.pages", polls, Polls::pages)
                    .description("Rounds of polls that succeeded")
                    .register(registry);
            FunctionCounter.builder("sealpost.polls.events", polls, Polls::events)
                    .description("Events published by rounds of polls")
                    .register(registry);
        };
    }

    /** Decisions on changes that routes pass from one system to another. */
    @Bean
    MeterBinder syncMeters(IdMap ids) {
        return registry -> {
            for (SyncDecision decision : SyncDecision.values()) {
                FunctionCounter.builder(
                                "sealpost.sync.decisions",
                                ids,
                                of -> of.counts().of(decision))
                        .description("Decisions on changes of synchronised records")
                        .tag("decision", decision.word())
                        .register(registry);
            }
        };
    }

    @Bean
    MeterBinder outboxMeters(OutboxPublisher outboxes) {
        var rows = Map.<String, ToDoubleFunction<OutboxPublisher>>of(
                "published", OutboxPublisher::published, "refused", OutboxPublisher::refused);
        return registry ->
                rows.forEach((result, read) -> FunctionCounter.builder("sealpost.outbox.rows", outboxes, read)
                        .description("Outbox rows that were published or refused")
                        .tag("result", result)
                        .register(registry));
    }

    /** Inbound webhooks, with a series for each source. */
    @Bean
    MeterBinder sourceMeters(SourceCounts counts) {
        return registry -> counts.forEachSource(source -> {
            for (WebhookOutcome result : WebhookOutcome.values()) {
                FunctionCounter.builder("sealpost.webhooks.received", counts, of -> of.count(source, result))
                        .description("Verified inbound webhooks")
                        .tags("source", source, "result", result.name().toLowerCase(Locale.ROOT))
                        .register(registry);
            }
            for (VerificationFailure failure : VerificationFailure.values()) {
                FunctionCounter.builder("sealpost.webhooks.refused", counts, of -> of.count(source, failure))
                        .description("Inbound webhooks that failed verification")
                        .tags("source", source, "reason", failure.toString())
                        .register(registry);
            }
        });
    }

    @Bean
    MeterBinder backupMeters(BackupWatch watch) {
        var results = Map.<String, ToDoubleFunction<BackupStatus>>of(
                "made", BackupStatus::made, "failed", BackupStatus::failed);
        return registry -> {
            results.forEach((result, read) -> FunctionCounter.builder(
                            "sealpost.backups", watch, of -> read.applyAsDouble(of.status()))
                    .description("Backups of this node")
                    .tag("result", result)
                    .register(registry));
            Gauge.builder(
                            "sealpost.backup.missing",
                            watch,
                            of -> of.status().late().toSeconds())
                    .description("Delay of the next scheduled backup")
                    .baseUnit("seconds")
                    .register(registry);
        };
    }

    @Bean
    MeterBinder ledgerMeters(LedgerFindings findings) {
        return registry -> Gauge.builder("sealpost.ledger.findings", findings, LedgerFindings::count)
                .description("Open findings of the reconciler, of all nodes")
                .register(registry);
    }

    @Bean
    MeterBinder retentionMeters(Retention retention) {
        return registry -> Gauge.builder(
                        "sealpost.retention.late", retention, of -> of.late().toSeconds())
                .description("Delay of the removal of expired data, of all nodes")
                .baseUnit("seconds")
                .register(registry);
    }
}
