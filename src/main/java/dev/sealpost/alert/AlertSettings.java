package dev.sealpost.alert;

import dev.sealpost.identifier.Uid;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * When operators are told. A rule whose limit is 0 is off.
 *
 * @param application uid of the application that the events belong to; made with the first one. Default {@code sealpost}.
 * @param every how often the rules are looked at. Default 1 m.
 * @param resolveAfter how long a rule must have been kept before its alert ends. Default 5 m.
 * @param findings whether it is told that the reconciler misses something that nobody has looked into. Default true.
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

    /** Attempts by the minute are kept for two days; a longer look back would see no more. */
    private static final Duration LONGEST_WINDOW = Duration.ofHours(24);

    private static final String PREFIX = "sealpost.alerts.";

    public AlertSettings {
        Uid.require(application, "app_");
        require(every.compareTo(Duration.ofMillis(100)) >= 0, "every", "at least 100ms", every);
        require(!resolveAfter.isNegative(), "resolve-after", "not negative", resolveAfter);
    }

    /**
     * Too many attempts failed.
     *
     * @param above the share of attempts, from 0 to 1. Default 0.5.
     * @param within the time looked back. Default 10 m.
     * @param atLeast fewer attempts than this in the time say nothing. Default 50.
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
     * A delivery waits for too long.
     *
     * @param above how long a delivery may have been due, its destination being there. Default 15 m.
     */
    public record OldestPending(@DefaultValue("15m") Duration above) {

        public OldestPending {
            require(!above.isNegative(), "oldest-pending.above", "not negative", above);
        }
    }

    /**
     * Too many deliveries ended as dead letters.
     *
     * @param above this many. Default 100.
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
     * A poll fails.
     *
     * @param above how long it may have failed, round after round. Default 15 m.
     */
    public record FailingPoll(@DefaultValue("15m") Duration above) {

        public FailingPoll {
            require(!above.isNegative(), "failing-poll.above", "not negative", above);
        }
    }

    /**
     * A time of a schedule became no event.
     *
     * @param within the time looked back. Default 1 h.
     */
    public record LostTrigger(@DefaultValue("1h") Duration within) {

        public LostTrigger {
            require(!within.isNegative(), "lost-trigger.within", "not negative", within);
        }
    }

    /**
     * Too little space is free.
     *
     * @param below free space where the data directory is; more than {@code sealpost.broker.minimum-free-disk}, for with less
     *     than that no event is taken, not even this one. Default: twice that.
     */
    public record Disk(@DefaultValue Optional<DataSize> below) {

        public Disk {
            require(below.map(size -> !size.isNegative()).orElse(true), "disk.below", "not negative", below);
        }
    }

    /**
     * A backup that the schedule asked for was not made.
     *
     * @param above for how long it has been missing. Default 30 m.
     */
    public record Backup(@DefaultValue("30m") Duration above) {

        public Backup {
            require(!above.isNegative(), "backup.above", "not negative", above);
        }
    }

    /**
     * Events are not taken from the broker.
     *
     * @param above for how long. Default 30 s.
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
            throw new IllegalArgumentException(PREFIX + key + " must be " + what + ", and is " + value);
        }
    }
}
