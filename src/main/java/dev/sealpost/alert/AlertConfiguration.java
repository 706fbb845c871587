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
import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.PeriodicWork;
import dev.sealpost.route.camel.LostTriggers;
import dev.sealpost.source.poll.Polls;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
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
    Rule failureShareRule(AlertSettings settings, AttemptMinuteLog log) {
        return Rules.failureShare(settings.failureShare(), log);
    }

    @Bean
    Rule oldestPendingRule(AlertSettings settings, DeliveryState state) {
        return Rules.oldestPending(
                settings.oldestPending().above(), () -> state.waiting().oldestDue());
    }

    @Bean
    Rule deadLettersRule(AlertSettings settings, AttemptMinuteLog log) {
        return Rules.deadLetters(settings.deadLetters(), log);
    }

    @Bean
    Rule failingPollRule(AlertSettings settings, Polls polls) {
        return Rules.failingPoll(settings.failingPoll().above(), polls::longestFailing);
    }

    @Bean
    Rule lostTriggerRule(AlertSettings settings, DataDirectory data, LostTriggers lost) {
        return Rules.lostTrigger(place(data), settings.lostTrigger().within(), lost::last);
    }

    @Bean
    Rule diskRule(AlertSettings settings, BrokerSettings broker, DataDirectory data) {
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
        return Rules.disk(place(data), limit, data::usableSpace);
    }

    @Bean
    Rule backupRule(AlertSettings settings, DataDirectory data, BackupWatch backups) {
        return Rules.backup(place(data), settings.backup().above(), backups);
    }

    @Bean
    Rule intakeRule(AlertSettings settings, DataDirectory data, IntakeStatus intake) {
        return Rules.intake(place(data), settings.intake().above(), intake::standstill);
    }

    @Bean
    Rule findingsRule(AlertSettings settings, LedgerFindings findings) {
        return Rules.findings(settings.findings(), findings::count);
    }

    private static String place(DataDirectory data) {
        try {
            return InetAddress.getLocalHost().getHostName() + ":" + data.path();
        } catch (UnknownHostException e) {
            return "unknown host:" + data.path();
        }
    }

    @Bean
    WatchRules watchRules(List<Rule> rules, AlertRows rows, PublishAlert publish, AlertSettings settings, Clock clock) {
        return new WatchRules(
                rules.stream().filter(Rule::isEnabled).toList(), rows, publish, settings.resolveAfter(), clock);
    }

    @Bean
    PeriodicWork alertWork(WatchRules watch, AlertSettings settings) {
        return new PeriodicWork("alerts", settings.every(), settings.every(), watch::look);
    }
}
