package dev.sealpost.route;

import static dev.sealpost.route.camel.EventCamel.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.FailedRun.StepTime;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.route.camel.EventCamel;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the examples of "When a step fails" in docs/routes.md unchanged, with routes/errors.camel.yaml. */
class FailedStepExamplesTest {

    private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");

    @AutoClose
    private final EventCamel app = new EventCamel();

    private final List<String> reserved = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Deque<Exception> failures = new ArrayDeque<>();

    @BeforeEach
    void load() throws Exception {
        app.with(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:reserve-stock")
                        .process(exchange ->
                                reserved.add(exchange.getMessage().getHeader("Idempotency-Key", String.class)))
                        .setBody(constant("{}"));
                from("direct:tell-floor").process(exchange -> {
                    if (!failures.isEmpty()) {
                        throw failures.remove();
                    }
                    told.add(exchange.getMessage().getHeader("SealpostEventId", String.class));
                });
            }
        });
        load("routes/errors.camel.yaml", Files.readString(Path.of("routes/errors.camel.yaml")));
        String section = Files.readString(Path.of("docs/routes.md"))
                .replaceFirst("(?s).*\n## When a step fails\n", "")
                .replaceFirst("(?s)\n## .*", "");
        List<String> examples =
                YAML.matcher(section).results().map(found -> found.group(1)).toList();
        assertThat(examples).hasSize(2);
        for (int i = 0; i < examples.size(); i++) {
            load("routes/example-" + i + ".camel.yaml", examples.get(i));
        }
    }

    private void load(String name, String yaml) throws Exception {
        app.load(name, yaml);
    }

    private void fails(Exception... with) {
        failures.addAll(Arrays.asList(with));
    }

    @Test
    void repeatsSuccessfulStepsWithTheSameKey() {
        fails(new IllegalStateException("closed"));

        Attempted first = app.attempt("orders-to-stock-and-floor", anEvent("msg_1"));
        Attempted second = app.attempt("orders-to-stock-and-floor", anEvent("msg_1"));

        assertThat(first.outcome()).isInstanceOf(Failed.class);
        assertThat(first.next())
                .isInstanceOfSatisfying(
                        NextStep.RetryAt.class,
                        retry ->
                                assertThat(retry.time()).isBeforeOrEqualTo(EventCamel.NOW.plus(Duration.ofSeconds(5))));
        assertThat(second.outcome()).isEqualTo(new Succeeded());
        assertThat(reserved).containsExactly("msg_1", "msg_1");
        assertThat(told).containsExactly("msg_1");
    }

    @Test
    void repeatsOnlyTheStepOnAConnectionError() {
        fails(new ConnectException("refused"), new ConnectException("refused"));

        Attempted attempted = app.attempt("orders-to-stock-and-floor", anEvent("msg_1"));

        assertThat(attempted.outcome()).isEqualTo(new Succeeded());
        assertThat(reserved).containsExactly("msg_1");
        assertThat(told).containsExactly("msg_1");
    }

    @Test
    void failsTheAttemptAfterTheLastConnectionError() {
        fails(new ConnectException("refused"), new ConnectException("refused"), new ConnectException("refused"));

        Attempted attempted = app.attempt("orders-to-stock-and-floor", anEvent("msg_1"));

        assertThat(attempted.answer().failedRun().orElseThrow().error()).isEqualTo("ConnectException: refused");
        assertThat(attempted.answer().failedRun().orElseThrow().steps())
                .filteredOn(step -> step.id().equals("tell-floor"))
                .singleElement()
                .extracting(StepTime::runs)
                .isEqualTo(3);
        assertThat(reserved).hasSize(1);
    }

    @Test
    void doesNotRepeatAPublishedEvent() {
        fails(new IllegalStateException("closed"));
        app.attempt("orders-to-stock", anEvent("msg_1"));

        Attempted first = app.attempt("reservations-to-floor", app.publisher.published.getFirst());
        Attempted second = app.attempt("reservations-to-floor", app.publisher.published.getFirst());

        assertThat(first.outcome()).isInstanceOf(Failed.class);
        assertThat(second.outcome()).isEqualTo(new Succeeded());
        assertThat(reserved).hasSize(1);
        assertThat(told).hasSize(1);
    }
}
