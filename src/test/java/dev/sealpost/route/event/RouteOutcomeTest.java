package dev.sealpost.route.event;

import static dev.sealpost.route.camel.EventCamel.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.AttemptOutcome.Gone;
import dev.sealpost.delivery.AttemptOutcome.Rejected;
import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.delivery.AttemptOutcome.TimedOut;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.ReceiverFailure;
import dev.sealpost.event.IngestRefusedException;
import dev.sealpost.route.OneRoute;
import dev.sealpost.route.camel.EventCamel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The outcome of an attempt, depending on how the route ends. */
class RouteOutcomeTest {

    @AutoClose
    private final OneRoute route = new OneRoute();

    @Test
    void succeedsWhenTheRouteEnds() throws Exception {
        route.that(exchange -> {});

        Attempted attempted = route.app.attempt("r", anEvent("msg_1"));

        assertThat(attempted.outcome()).isEqualTo(new Succeeded());
        assertThat(attempted.next()).isEqualTo(new NextStep.Settle());
        assertThat(attempted.startedAt()).isEqualTo(EventCamel.NOW);
        assertThat(attempted.duration()).isEqualTo(Duration.ZERO);
    }

    @Test
    void succeedsWhenAStepStopsTheRoute() throws Exception {
        route.that(exchange -> exchange.setRouteStop(true));

        assertThat(route.outcome()).isEqualTo(new Succeeded());
    }

    @Test
    void succeedsWhenTheRouteHandlesItsError() throws Exception {
        route.app.with(new RouteBuilder() {
            @Override
            public void configure() {
                onException(IllegalStateException.class).handled(true);
                from("event:order.*").routeId("r").throwException(new IllegalStateException("no"));
            }
        });

        assertThat(route.outcome()).isEqualTo(new Succeeded());
    }

    @Test
    void failsWhenAStepThrows() throws Exception {
        route.that(exchange -> {
            throw new IllegalStateException("no shelf left");
        });

        Attempted attempted = route.app.attempt("r", anEvent("msg_1"));

        assertThat(attempted.outcome()).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.reason())
                    .matches("IllegalStateException: no shelf left \\(step the-step at .*:[0-9]+ of route r\\)");
            assertThat(failed.isFinal()).isFalse();
        });
        assertThat(attempted.next()).isEqualTo(new NextStep.RetryAt(EventCamel.NOW.plus(Duration.ofMinutes(1))));
        assertThat(attempted.answer().text()).contains("no shelf left");
    }

    @Test
    void keepsSecretsOutOfTheReason() throws Exception {
        route.that(exchange -> {
            throw new IllegalStateException(
                    "POST https://user:pa55@api.example.com/bot123:AAA/send?sig=s3cret failed, Authorization: Bearer abc123def");
        });

        assertThat(((Failed) route.outcome()).reason())
                .contains("https://api.example.com/…")
                .doesNotContain("pa55", "AAA", "s3cret", "abc123def");
    }

    @Test
    void keepsTheReasonShort() throws Exception {
        route.that(exchange -> {
            throw new IllegalStateException("long ".repeat(1000) + "\n\tlines");
        });

        assertThat(((Failed) route.outcome()).reason()).hasSizeLessThan(400).doesNotContain("\n");
    }

    @Test
    void usesTheOutcomeThatAStepSets() throws Exception {
        route.that(exchange -> {
            throw new RuntimeException("outer", new ReceiverFailure(new Rejected(500), "500: broken"));
        });

        Attempted attempted = route.app.attempt("r", anEvent("msg_1"));

        assertThat(attempted.outcome()).isEqualTo(new Rejected(500));
        assertThat(attempted.answer().of(Optional.empty()))
                .isEqualTo(new Attempted.Answer(Optional.of(500), "500: broken"));
    }

    @Test
    void isADeadLetterWhenTheReceiverIsGone() throws Exception {
        route.that(exchange -> {
            throw new ReceiverFailure(new Gone(), "410");
        });

        assertThat(route.app.attempt("r", anEvent("msg_1")).next()).isEqualTo(new NextStep.Exhaust("gone"));
    }

    @Test
    void failsWhenTheRouteRollsBack() throws Exception {
        route.from("event:order.*", steps -> steps.markRollbackOnly());

        assertThat(route.outcome())
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.reason()).contains("rolled back"));
    }

    @Test
    void timesOutWhenAStepDoesNotEnd() throws Exception {
        route.from("event:order.*?deadline=50ms", steps -> steps.process(exchange -> new CountDownLatch(1).await()));

        assertThat(route.outcome()).isEqualTo(new TimedOut());
    }

    @Test
    void throwsOnAnInternalFailure() throws Exception {
        route.from("event:order.*", steps -> steps.to("event:stock.reserved"));
        route.app.publisher.full = true;

        assertThatThrownBy(route::outcome).isInstanceOf(IngestRefusedException.class);
    }
}
