package dev.sealpost.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.endpoint.DeliveryPolicy.BreakerPolicy;
import dev.sealpost.endpoint.DeliveryPolicy.Load;
import dev.sealpost.endpoint.DeliveryPolicy.Ordering;
import dev.sealpost.endpoint.DeliveryPolicy.Throttle;
import dev.sealpost.endpoint.RetrySchedule;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AttemptSettingsTest {

    private static final String PREFIX = "sealpost.attempt";

    @Test
    void hasTheDefaultsThatAreDocumented() {
        AttemptSettings settings = bind(Map.of());

        assertThat(settings.deadline()).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.retryAfter())
                .isEqualTo(new AttemptSettings.AskedWait(Duration.ofSeconds(1), Duration.ofHours(24)));
        assertThat(settings.policy())
                .isEqualTo(new DeliveryPolicy(
                        new RetrySchedule(
                                List.of(
                                        Duration.ofSeconds(5),
                                        Duration.ofMinutes(5),
                                        Duration.ofMinutes(30),
                                        Duration.ofHours(2),
                                        Duration.ofHours(5),
                                        Duration.ofHours(10),
                                        Duration.ofHours(14),
                                        Duration.ofHours(20),
                                        Duration.ofHours(24)),
                                0.2),
                        new Load(16, Optional.empty()),
                        new BreakerPolicy(10, 0, 20, Duration.ofSeconds(30)),
                        Ordering.NONE,
                        Duration.ofDays(5)));
    }

    @Test
    void readsEveryKey() {
        Map<String, String> keys = new HashMap<>(Map.of(
                "deadline", "9s",
                "concurrency", "3",
                "retry-schedule", "1s,2s",
                "jitter", "0",
                "max-age", "1d",
                "throttle.rate", "2.5",
                "breaker.consecutive-failures", "0",
                "breaker.failure-percent", "50",
                "breaker.window", "10",
                "breaker.open-for", "5s"));
        keys.put("ordering", "strict-pass-dead");
        keys.put("disable-after", "0s");
        keys.put("retry-after.min", "0s");
        keys.put("retry-after.max", "1h");

        AttemptSettings settings = bind(keys);

        assertThat(settings.deadline()).isEqualTo(Duration.ofSeconds(9));
        assertThat(settings.retryAfter()).isEqualTo(new AttemptSettings.AskedWait(Duration.ZERO, Duration.ofHours(1)));
        assertThat(settings.policy())
                .isEqualTo(new DeliveryPolicy(
                        new RetrySchedule(
                                List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)),
                                0,
                                Optional.of(Duration.ofDays(1))),
                        new Load(3, Optional.of(new Throttle(2.5, 3))),
                        new BreakerPolicy(0, 50, 10, Duration.ofSeconds(5)),
                        Ordering.STRICT_PASS_DEAD,
                        Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource({
        "deadline,                     0s,   100 ms",
        "deadline,                     1h,   300 s",
        "concurrency,                  0,    from 1 to 1000",
        "retry-schedule,               31d,  2592000 s (30 days)",
        "retry-schedule,               -1s,  from 0 s",
        "jitter,                       0.95, from 0 to 0.9",
        "max-age,                      91d,  7776000 s (90 days)",
        "disable-after,                10s,  from 60 s",
        "throttle.rate,                -1,   from 0.01 to 65535",
        "throttle.burst,               -1,   from 1 to 65535",
        "breaker.consecutive-failures, 1001, from 0 to 1000",
        "breaker.failure-percent,      101,  from 0 to 100",
        "breaker.window,               0,    from 1 to 1000",
        "breaker.open-for,             0s,   from 1 s",
        "retry-after.max,              0s,   from 1 s",
        "retry-after.min,              25h,  to 86400 s",
    })
    void refusesWhatIsOutsideItsBounds(String key, String value, String bound) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .hasStackTraceContaining(PREFIX + "." + key + ": ")
                .hasStackTraceContaining(bound);
    }

    static AttemptSettings bind(Map<String, String> keys) {
        Map<String, String> whole = new HashMap<>();
        keys.forEach((key, value) -> whole.put(PREFIX + "." + key, value));
        return new Binder(new MapConfigurationPropertySource(whole)).bindOrCreate(PREFIX, AttemptSettings.class);
    }
}
