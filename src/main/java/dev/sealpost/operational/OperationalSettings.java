package dev.sealpost.operational;

import dev.sealpost.identifier.Uid;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Events about endpoints and deliveries, for operators.
 *
 * @param enabled they are published, where something wants them. Default true.
 * @param application uid of the application that the events belong to; made with the first one. Default {@code sealpost}.
 * @param failingAttempt the failed attempt of a delivery that is told of, from 1. Default 4.
 * @param waiting events that wait to be published, at most; beyond that the oldest are dropped. Default 1000.
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
                    "sealpost.operational." + key + " must be " + what + ", and is " + value);
        }
    }
}
