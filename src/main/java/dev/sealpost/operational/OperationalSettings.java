package dev.sealpost.operational;

import dev.sealpost.identifier.Uid;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of events about endpoints and deliveries, for operators.
 *
 * @param enabled whether events are published to subscribers. Default true.
 * @param application uid of the application of the events, created with the first one. Default {@code sealpost}.
 * @param failingAttempt number of the failed attempt that is reported, from 1. Default 4.
 * @param waiting capacity of the queue; the oldest events are dropped when it is full. Default 1000.
 */
@ConfigurationProperties(prefix = "sealpost.operational", ignoreUnknownFields = false)
record OperationalSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("sealpost") String application,
        @DefaultValue("4") int failingAttempt,
        @DefaultValue("1000") int waiting) {

    private static final int MOST_WAITING = 1_000_000;

    OperationalSettings {
        Uid.require(application, "app_");
        require(failingAttempt >= 1, "failing-attempt", "at least 1", failingAttempt);
        require(waiting >= 1 && waiting <= MOST_WAITING, "waiting", "from 1 to " + MOST_WAITING, waiting);
    }

    private static void require(boolean holds, String key, String what, int value) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "sealpost.operational." + key + " must be " + what + ", but is " + value);
        }
    }
}
