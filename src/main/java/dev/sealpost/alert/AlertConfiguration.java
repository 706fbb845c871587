package dev.sealpost.alert;

import dev.sealpost.application.Application.Profile;
import dev.sealpost.application.ApplicationStore;
import dev.sealpost.backup.BackupWatch;
import dev.sealpost.broker.BrokerSettings;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.dispatch.DeliveryState;
import dev.sealpost.delivery.dispatch.IntakeStatus;
import dev.sealpost.event.Publisher;
import dev.sealpost.history.AttemptMinuteLog;
import dev.sealpost.ledger.LedgerFindings;
import dev.sealpost.node.Background;
import dev.sealpost.node.DataDirectory;
import dev.sealpost.route.camel.LostTriggers;
import dev.sealpost.source.poll.Polls;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

@Configuration(proxyBeanMethods = false)
class AlertConfiguration {

    private static final String DISK_BELOW = "sealpost.alerts.disk.below";

    @Bean
    AlertRows alertRows(Writes writes, JdbcClient reads, @Qualifier("rowClock") Clock clock) {
        return new AlertRows(writes, reads, clock);
    }

    @Bean
    PublishAlert publishAlert(Publisher publisher, ApplicationStore applications, AlertSettings settings) {
        Profile operators = new Profile(Optional.of(settings.application()), "Sealpost", Map.of(), Optional.empty());
        return new PublishAlert(
                publisher,
                () -> applications.findOrCreate(operators).application().id());
    }

    @Bean
    Rules.Disk diskRule(AlertSettings settings, BrokerSettings broker, DataDirectory data) {
        DataSize minimum = broker.minimumFreeDisk();
        DataSize limit = settings.disk().below().orElseGet(() -> DataSize.ofBytes(2 * minimum.toBytes()));
        if (limit.toBytes() != 0 && limit.compareTo(minimum) <= 0) {
            throw new InvalidConfigurationPropertyValueException(
                    DISK_BELOW,
                    limit,
                    "it must be more than sealpost.broker.minimum-free-disk (" + minimum
                            + "), or 0 to switch the rule off: with less free disk than that no event is taken, and none"
                            + " that tells you.");
        }
        return new Rules.Disk(host() + ":" + data.path(), limit, data::usableSpace);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown host";
        }
    }

    @Bean
    WatchRules watchRules(
            AlertSettings settings, Rules.Disk disk, AlertRows rows, PublishAlert publish, AlertSources sources) {
        List<Rule> rules = new ArrayList<>();
        if (settings.failureShare().above() > 0) {
            rules.add(new Rules.FailureShare(settings.failureShare(), sources.log()));
        }
        if (!settings.oldestPending().above().isZero()) {
            rules.add(new Rules.OldestPending(
                    settings.oldestPending().above(),
                    () -> sources.state().waiting().oldestDue()));
        }
        if (settings.deadLetters().above() > 0) {
            rules.add(new Rules.DeadLetters(settings.deadLetters(), sources.log()));
        }
        if (!settings.failingPoll().above().isZero()) {
            rules.add(new Rules.FailingPoll(
                    settings.failingPoll().above(), sources.triggers().polls()::longestFailing));
        }
        if (!settings.lostTrigger().within().isZero()) {
            rules.add(new Rules.LostTrigger(
                    disk.place(),
                    settings.lostTrigger().within(),
                    sources.triggers().lost()::last));
        }
        if (disk.limit().toBytes() > 0) {
            rules.add(disk);
        }
        if (!settings.backup().above().isZero()) {
            rules.add(new Rules.Backup(
                    disk.place(), settings.backup().above(), sources.upkeep().backups()));
        }
        if (!settings.intake().above().isZero()) {
            rules.add(new Rules.Intake(
                    disk.place(), settings.intake().above(), sources.upkeep().intake()::standstill));
        }
        if (settings.findings()) {
            rules.add(new Rules.Findings(sources.upkeep().findings()::count));
        }
        return new WatchRules(rules, rows, publish, settings.resolveAfter(), sources.clock());
    }

    /** Data sources of the rules. */
    record AlertSources(AttemptMinuteLog log, DeliveryState state, Upkeep upkeep, Triggers triggers, Clock clock) {}

    /** Data sources of background work. */
    record Upkeep(LedgerFindings findings, BackupWatch backups, IntakeStatus intake) {}

    /** Data sources of polls and schedules. */
    record Triggers(Polls polls, LostTriggers lost) {}

    @Bean
    AlertSources alertSources(
            AttemptMinuteLog log, DeliveryState state, Upkeep upkeep, Triggers triggers, Clock clock) {
        return new AlertSources(log, state, upkeep, triggers, clock);
    }

    @Bean
    Upkeep alertUpkeep(LedgerFindings findings, BackupWatch backups, IntakeStatus intake) {
        return new Upkeep(findings, backups, intake);
    }

    @Bean
    Triggers alertTriggers(Polls polls, LostTriggers lost) {
        return new Triggers(polls, lost);
    }

    @Bean(destroyMethod = "close")
    AlertClock alertClock(WatchRules watch, AlertSettings settings, Background background) {
        return new AlertClock(watch, settings.every(), background);
    }
}
