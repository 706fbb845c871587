package dev.sealpost.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sealpost.endpoint.DeliveryPolicy.BreakerPolicy;
import dev.sealpost.endpoint.DeliveryPolicy.Load;
import dev.sealpost.endpoint.DeliveryPolicy.Ordering;
import dev.sealpost.endpoint.DeliveryPolicy.Throttle;
import dev.sealpost.endpoint.PolicyOverride.Breaker;
import dev.sealpost.endpoint.PolicyOverride.Retries;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicyOverrideTest {

    private static final DeliveryPolicy DEFAULTS = new DeliveryPolicy(
            new RetrySchedule(List.of(Duration.ofSeconds(5)), 0.2, Optional.of(Duration.ofDays(1))),
            new Load(16, Optional.of(new Throttle(10, 20))),
            new BreakerPolicy(10, 0, 20, Duration.ofSeconds(30)),
            Ordering.NONE,
            Duration.ofDays(5));

    @Test
    void isAsConfiguredWhereNothingIsSaid() {
        assertThat(PolicyOverride.NONE.over(DEFAULTS)).isEqualTo(DEFAULTS);
    }

    @Test
    void saysAllOfAPolicy() {
        DeliveryPolicy other = DeliveryPolicy.plain(new RetrySchedule(List.of(), 0), 1);

        assertThat(PolicyOverride.of(DEFAULTS).over(other)).isEqualTo(DEFAULTS);
        assertThat(PolicyOverride.of(other).over(DEFAULTS)).isEqualTo(other);
    }

    @Test
    void overridesOneValueAndLeavesTheOthers() {
        PolicyOverride override = new PolicyOverride(
                new Retries(Optional.empty(), Optional.of(0.0), Optional.empty()),
                PolicyOverride.Load.AS_CONFIGURED,
                new Breaker(Optional.empty(), Optional.of(50), Optional.empty(), Optional.empty()));

        DeliveryPolicy policy = override.over(DEFAULTS);

        assertThat(policy.retry())
                .isEqualTo(new RetrySchedule(List.of(Duration.ofSeconds(5)), 0, Optional.of(Duration.ofDays(1))));
        assertThat(policy.breaker()).isEqualTo(new BreakerPolicy(10, 50, 20, Duration.ofSeconds(30)));
        assertThat(policy.load()).isEqualTo(DEFAULTS.load());
    }

    @Test
    void takesAwayWhatIsConfiguredByZero() {
        PolicyOverride override = new PolicyOverride(
                new Retries(Optional.empty(), Optional.empty(), Optional.of(Duration.ZERO)),
                load(Optional.of(0.0), Optional.empty()),
                Breaker.AS_CONFIGURED,
                Optional.empty(),
                Optional.of(Duration.ZERO));

        DeliveryPolicy policy = override.over(DEFAULTS);

        assertThat(policy.retry().maxAge()).isEmpty();
        assertThat(policy.load().throttle()).isEmpty();
        assertThat(policy.disableAfter()).isZero();
    }

    @Test
    void hasABurstOfASecondForARateOfItsOwn() {
        assertThat(throttle(Optional.of(2.5), Optional.empty())).contains(new Throttle(2.5, 3));
        assertThat(throttle(Optional.of(0.1), Optional.empty())).contains(new Throttle(0.1, 1));
        assertThat(throttle(Optional.of(2.5), Optional.of(9))).contains(new Throttle(2.5, 9));
        assertThat(throttle(Optional.empty(), Optional.of(9))).contains(new Throttle(10, 9));
        assertThat(throttle(Optional.empty(), Optional.empty())).contains(new Throttle(10, 20));
    }

    @Test
    void cannotSayWhatIsOutsideItsBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> load(Optional.of(70_000.0), Optional.empty()))
                .withMessageContaining("65535");
        assertThatIllegalArgumentException().isThrownBy(() -> load(Optional.of(Double.NaN), Optional.empty()));
    }

    private static Optional<Throttle> throttle(Optional<Double> rate, Optional<Integer> burst) {
        return new PolicyOverride(Retries.AS_CONFIGURED, load(rate, burst), Breaker.AS_CONFIGURED)
                .over(DEFAULTS)
                .load()
                .throttle();
    }

    private static PolicyOverride.Load load(Optional<Double> rate, Optional<Integer> burst) {
        return new PolicyOverride.Load(Optional.empty(), rate, burst);
    }
}
