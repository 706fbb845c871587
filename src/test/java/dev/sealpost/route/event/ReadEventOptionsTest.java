package dev.sealpost.route.event;

import static dev.sealpost.route.camel.EventCamel.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.delivery.Batching;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.endpoint.DeliveryPolicy.BreakerPolicy;
import dev.sealpost.endpoint.DeliveryPolicy.Load;
import dev.sealpost.endpoint.DeliveryPolicy.Ordering;
import dev.sealpost.endpoint.DeliveryPolicy.Throttle;
import dev.sealpost.endpoint.RetrySchedule;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.route.OneRoute;
import dev.sealpost.route.camel.EventCamel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.FailedToCreateRouteException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options of {@code from: event:…}. */
class ReadEventOptionsTest {

    @AutoClose
    private final OneRoute route = new OneRoute();

    @Test
    void readsItsOptions() throws Exception {
        route.from(
                "event:*?application=acme&concurrency=4&deadline=5s&retrySchedule=5s, 5m",
                steps -> steps.throwException(new IllegalStateException("no")));

        Destination destination = route.app.destination("r");

        assertThat(destination.policy().load().concurrency()).isEqualTo(4);
        assertThat(destination.deadline()).isEqualTo(Duration.ofSeconds(5));
        assertThat(route.app.attempt("r", anEvent("msg_1")).next())
                .isEqualTo(new NextStep.RetryAt(EventCamel.NOW.plusSeconds(5)));
        assertThat(route.app.routes.consumers().getFirst().subscription().application())
                .contains("acme");
        assertThat(route.app.routes.consumers().getFirst().subscription().eventTypes())
                .isEqualTo(new EventTypePattern("*"));
    }

    @Test
    void readsItsPolicyOverTheConfiguredOne() throws Exception {
        route.from(
                "event:*?jitter=0.5&maxAge=1h&throttleRate=2.5&breakerFailures=3&breakerPercent=50&breakerWindow=10"
                        + "&breakerOpenFor=9s&ordered=pass-dead",
                steps -> steps.log("x"));

        DeliveryPolicy policy = route.app.destination("r").policy();

        assertThat(policy)
                .isEqualTo(new DeliveryPolicy(
                        new RetrySchedule(List.of(Duration.ofMinutes(1)), 0.5, Optional.of(Duration.ofHours(1))),
                        new Load(16, Optional.of(new Throttle(2.5, 3))),
                        new BreakerPolicy(3, 50, 10, Duration.ofSeconds(9)),
                        Ordering.STRICT_PASS_DEAD,
                        Duration.ZERO));
    }

    @Test
    void readsHowEventsAreBatched() throws Exception {
        route.from("event:*?batch=100&batchTimeout=5s", steps -> steps.log("x"));

        assertThat(route.app.destination("r").batching()).contains(new Batching(100, Duration.ofSeconds(5)));
    }

    @Test
    void hasDefaults() throws Exception {
        route.that(exchange -> {});

        assertThat(route.app.destination("r").policy().load().concurrency()).isEqualTo(16);
        assertThat(route.app.destination("r").deadline()).isEqualTo(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "event:*?ordered=yes|the option ordered=yes: must be true, false or pass-dead",
                "event:*?concurrency=0|the option concurrency=0: a whole number from 1 to 1000",
                "event:*?concurrency=many|the option concurrency=many: must be a whole number",
                "event:*?jitter=1|the option jitter=1: a share from 0 to 0.9",
                "event:*?maxAge=100d|a time from 1 s to 7776000 s (90 days), or 0 for no limit,",
                "event:*?throttleRate=-1|a number from 0.01 to 65535",
                "event:*?throttleBurst=0|the option throttleBurst=0: a whole number from 1",
                "event:*?breakerFailures=-1|the option breakerFailures=-1: a whole number from 0",
                "event:*?breakerPercent=101|a whole number from 0 to 100",
                "event:*?breakerWindow=0|a whole number from 1 to 1000",
                "event:*?breakerOpenFor=2d|a time from 1 s to 86400 s (1 days)",
                "event:*?retrySchedule=5s,31d|a time from 0 s to 2592000 s (30 days)",
                "event:*?deadline=0s|the option deadline=0s: a time from",
                "event:*?deadline=soon|must be a duration such as",
                "event:*?retrySchedule=5s,x|must be a duration such as",
                "event:*?batch=1|the option batch=1: a whole number from 2 to 1000 is expected",
                "event:*?batch=1001|the option batch=1001: a whole number from 2 to 1000 is expected",
                "event:*?batch=many|the option batch=many: must be a whole number",
                "event:*?batch=2&batchTimeout=2h|the option batchTimeout=2h: a time from 10 ms to 3600 s is expected",
                "event:*?batch=2&batchTimeout=soon|the option batchTimeout=soon: must be a duration such as",
                "event:*?batchTimeout=5s|the option batchTimeout needs the option batch",
                "event:*?batch=2&concurrency=4|the options batch and concurrency exclude each other",
                "event:order..|event type pattern",
                "event:*?nonsense=1|nonsense",
            })
    void refusesInvalidOptions(String uri, String reason) {
        assertThatThrownBy(() -> route.from(uri, steps -> steps.log("x")))
                .isInstanceOf(FailedToCreateRouteException.class)
                .hasStackTraceContaining(reason);
    }
}
