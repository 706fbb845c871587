package dev.sealpost.route;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.convert.DurationStyle;

/**
 * The options of an {@code event:} URI.
 *
 * @param application id or uid: whose events a route wants, or whose event is published
 * @param consuming those that {@code from:} alone knows
 */
record EventOptions(Optional<String> application, Consuming consuming) {

    /**
     * @param concurrency attempts at a time, default 16
     * @param deadline for one run of the route, default 60 s
     * @param retrySchedule the waits after failed attempts; empty: the schedule of the settings
     */
    record Consuming(
            Optional<Integer> concurrency, Optional<Duration> deadline, Optional<List<Duration>> retrySchedule) {

        private static final int DEFAULT_CONCURRENCY = 16;
        private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(60);

        Consuming {
            if (concurrency.filter(number -> number < 1).isPresent()) {
                throw new IllegalArgumentException("the concurrency of a route is at least 1");
            }
            if (deadline.filter(time -> !time.isPositive()).isPresent()) {
                throw new IllegalArgumentException("the deadline of a route is longer than 0, such as 60s");
            }
        }

        int concurrencyOrDefault() {
            return concurrency.orElse(DEFAULT_CONCURRENCY);
        }

        Duration deadlineOrDefault() {
            return deadline.orElse(DEFAULT_DEADLINE);
        }

        boolean isEmpty() {
            return concurrency.isEmpty() && deadline.isEmpty() && retrySchedule.isEmpty();
        }
    }

    /** Such as {@code 60s}. */
    static Duration duration(String option, String text) {
        try {
            return DurationStyle.detectAndParse(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the option " + option + " takes durations such as 500ms, 5s, 30m or 2h, not " + text, e);
        }
    }

    /** Such as {@code 5s,5m,30m}; empty text: no repeats. */
    static List<Duration> durations(String option, String text) {
        return Arrays.stream(text.split(","))
                .filter(part -> !part.isBlank())
                .map(part -> duration(option, part))
                .toList();
    }
}
