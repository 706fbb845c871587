package dev.sealpost.alert;

import dev.sealpost.identifier.Uid;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of alerts. A limit of 0 disables its rule.
 *
 * @param application uid of the application of the events, created with the first one. Default {@code sealpost}.
 * @param every interval between evaluations. Default 1 m.
 * @param resolveAfter time without a violation after which an alert ends. Default 5 m.
 * @param findings whether open findings of the reconciler raise an alert. Default true.
 */
@ConfigurationProperties(prefix = "sealpost.alerts", ignoreUnknownFields = false)
public record AlertSettings(
        @DefaultValue("sealpost") String application,
        @DefaultValue("1m") Duration every,
        @DefaultValue("5m") Duration resolveAfter,
        @DefaultValue FailureShare failureShare,
        @DefaultValue OldestPending oldestPending,
        @DefaultValue DeadLetters deadLetters,
        @DefaultValue FailingPoll failingPoll,
        @DefaultValue LostTrigger lostTrigger,
        @DefaultValue Disk disk,
        @DefaultValue Backup backup,
        @DefaultValue Intake intake,
        @DefaultValue("true") boolean findings) {

    /** Longest window; counts per minute are kept for two days. */
    private static final Duration LONGEST_WINDOW = Duration.ofHours(24);

    private static final String PREFIX = "sealpost.alerts.";

    public AlertSettings {
        Uid.require(application, "app_");
        require(every.compareTo(Duration.ofMillis(100)) >= 0, "every", "at least 100ms", every);
        require(!resolveAfter.isNegative(), "resolve-after", "not negative", resolveAfter);
    }

    /**
     * Rule: too many attempts failed.
     *
     * @param above fraction of failed attempts, from 0 to 1. Default 0.5.
     * @param within the time looked back. Default 10 m.
     * @param atLeast minimum number of attempts in the window. Default 50.
     */
    public record FailureShare(
            @DefaultValue("0.5") double above,
            @DefaultValue("10m") Duration within,
            @DefaultValue("50") int atLeast) {

        public FailureShare {
            require(above >= 0 && above < 1, "failure-share.above", "from 0 to less than 1", above);
            requireWindow(within, "failure-share.within");
            require(atLeast >= 1, "failure-share.at-least", "at least 1", atLeast);
        }
    }

    /**
     * Rule: a delivery waits too long.
     *
     * @param above how long a delivery to a ready destination may be due. Default 15 m.
     */
    public record OldestPending(@DefaultValue("15m") Duration above) {

        public OldestPending {
            require(!above.isNegative(), "oldest-pending.above", "not negative", above);
        }
    }

    /**
     * Rule: too many deliveries became dead letters.
     *
     * @param above number of dead letters. Default 100.
     * @param within the time looked back. Default 1 h.
     */
    public record DeadLetters(
            @DefaultValue("100") long above,
            @DefaultValue("1h") Duration within) {

        public DeadLetters {
            require(above >= 0, "dead-letters.above", "not negative", above);
            requireWindow(within, "dead-letters.within");
        }
    }

    /**
     * Rule: a poll keeps failing.
     *
     * @param above how long it may fail without a success. Default 15 m.
     */
    public record FailingPoll(@DefaultValue("15m") Duration above) {

        public FailingPoll {
            require(!above.isNegative(), "failing-poll.above", "not negative", above);
        }
    }

    /**
     * Rule: a scheduled time published no event.
     *
     * @param within the time looked back. Default 1 h.
     */
    public record LostTrigger(@DefaultValue("1h") Duration within) {

        public LostTrigger {
            require(!within.isNegative(), "lost-trigger.within", "not negative", within);
        }
    }

    /**
     * Rule: too little disk space is free.
     *
     * @param below free space of the data directory; more than {@code sealpost.broker.minimum-free-disk}, below which no
     *     event is accepted, including this one. Default: twice that.
     */
    public record Disk(@DefaultValue Optional<DataSize> below) {

        public Disk {
            require(below.map(size -> !size.isNegative()).orElse(true), "disk.below", "not negative", below);
        }
    }

    /**
     * Rule: a scheduled backup was not made.
     *
     * @param above how long a backup may be overdue. Default 30 m.
     */
    public record Backup(@DefaultValue("30m") Duration above) {

        public Backup {
            require(!above.isNegative(), "backup.above", "not negative", above);
        }
    }

    /**
     * Rule: no events are pulled from the broker.
     *
     * @param above how long the intake may stall. Default 30 s.
     */
    public record Intake(@DefaultValue("30s") Duration above) {

        public Intake {
            require(!above.isNegative(), "intake.above", "not negative", above);
        }
    }

    private static void requireWindow(Duration window, String key) {
        require(
                window.compareTo(Duration.ofMinutes(1)) >= 0 && window.compareTo(LONGEST_WINDOW) <= 0,
                key,
                "from 1m to 24h",
                window);
    }

    private static void require(boolean holds, String key, String what, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(PREFIX + key + " must be " + what + ", but is " + value);
        }
    }
}
