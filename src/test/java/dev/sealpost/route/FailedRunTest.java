package dev.sealpost.route;

import static dev.sealpost.route.camel.EventCamel.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sealpost.delivery.AttemptOutcome.Rejected;
import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.FailedRun;
import dev.sealpost.delivery.FailedRun.StepTime;
import dev.sealpost.delivery.FailureText;
import dev.sealpost.delivery.ReceiverFailure;
import dev.sealpost.route.camel.EventCamel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failed attempts record the step that failed, without secrets. */
class FailedRunTest {

    private static final String CONNECTOR = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: shop-sink
            spec:
              definition:
                title: Shop Sink
                required:
                  - accessToken
                properties:
                  accessToken:
                    title: Access Token
                    type: string
                    format: password
                  second:
                    title: Second Token
                    type: string
                    format: password
                    default: '{{shop.second}}'
                  shop:
                    title: Shop
                    type: string
                    default: north
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - setHeader:
                        name: Authorization
                        expression:
                          constant:
                            expression: Bearer {{accessToken}} {{second}} {{shop}}
                    - process:
                        ref: fails
            """;

    @AutoClose
    private final EventCamel app = new EventCamel();

    private void load(String yaml) throws Exception {
        app.load("routes/orders.camel.yaml", yaml);
    }

    private static FailedRun run(Attempted attempted) {
        return attempted.answer().failedRun().orElseThrow();
    }

    @Test
    void recordsTheFailedStepItsPlaceAndTheDurations() throws Exception {
        app.camel.getRegistry().bind("works", (Processor) exchange -> {});
        app.camel.getRegistry().bind("fails", (Processor) exchange -> {
            throw new IllegalStateException("no shelf left");
        });
        load("""
                - route:
                    id: orders
                    from:
                      uri: event:order.*
                      steps:
                        - process:
                            id: look
                            ref: works
                        - choice:
                            id: decide
                            when:
                              - expression:
                                  constant:
                                    expression: "true"
                                steps:
                                  - process:
                                      id: reserve
                                      ref: fails
                        - process:
                            id: never
                            ref: works
                """);

        Attempted attempted = app.attempt("orders", anEvent("msg_1"));

        assertThat(run(attempted).step())
                .isEqualTo(new FailedRun.Step(
                        "orders", "reserve", "process", Optional.empty(), Optional.of("routes/orders.camel.yaml:16")));
        assertThat(run(attempted).error()).isEqualTo("IllegalStateException: no shelf left");
        assertThat(run(attempted).steps())
                .extracting(StepTime::id, StepTime::runs)
                .containsExactly(tuple("look", 1), tuple("decide", 1), tuple("reserve", 1));
    }

    @Test
    void recordsTheInnermostFailedStep() throws Exception {
        app.with(new RouteBuilder() {
            @Override
            public void configure() {
                from("event:order.*").routeId("orders").to("direct:inner").id("calls");
                from("direct:inner")
                        .routeId("inner")
                        .process(exchange -> {
                            throw new ReceiverFailure(new Rejected(500), "500: broken");
                        })
                        .id("inside");
            }
        });

        Attempted attempted = app.attempt("orders", anEvent("msg_1"));

        assertThat(attempted.outcome()).isEqualTo(new Rejected(500));
        assertThat(run(attempted).step().route()).isEqualTo("inner");
        assertThat(run(attempted).step().id()).isEqualTo("inside");
        assertThat(run(attempted).error()).isEqualTo("ReceiverFailure: 500: broken");
    }

    @Test
    void recordsNothingForASuccessfulRun() throws Exception {
        app.with(new RouteBuilder() {
            @Override
            public void configure() {
                from("event:order.*")
                        .routeId("orders")
                        .doTry()
                        .throwException(new IllegalStateException("no"))
                        .doCatch(Exception.class)
                        .end()
                        .log("on");
            }
        });

        Attempted attempted = app.attempt("orders", anEvent("msg_1"));

        assertThat(attempted.outcome()).isEqualTo(new Succeeded());
        assertThat(attempted.answer().failedRun()).isEmpty();
    }

    @Test
    void showsNoSecret(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("shop-sink.kamelet.yaml"), CONNECTOR);
        KameletComponent kamelets = app.camel.getComponent("kamelet", KameletComponent.class);
        kamelets.setLocation("file:" + folder);
        kamelets.setNoErrorHandler(true);
        app.camel.getPropertiesComponent().addInitialProperty("shop.second", "secondsecret");
        app.camel.getRegistry().bind("fails", (Processor) exchange -> {
            throw new IllegalStateException(
                    "the shop said: " + exchange.getMessage().getHeader("Authorization")
                            + "; POST https://maryuser:marysecret@shop.example/path?sig=querysecret"
                            + " http:maryuser:marysecret@shop.example?sig=querysecret"
                            + " Authorization: Bearer headersecret"
                            + " sftp:shop.example?password=querysecret&x=y");
        });
        load("""
                - route:
                    id: orders
                    from:
                      uri: event:order.*
                      steps:
                        - to:
                            id: reserve
                            uri: kamelet:shop-sink
                            parameters:
                              accessToken: firstsecret
                """);

        Attempted attempted = app.attempt("orders", anEvent("msg_1"));

        String shown = attempted.outcome() + " " + attempted.answer() + " " + attempted.next();
        assertThat(run(attempted).step().id()).isEqualTo("reserve");
        assertThat(run(attempted).step().endpoint()).contains("kamelet:shop-sink");
        assertThat(shown)
                .contains("the shop said: ", "north", "shop.example")
                .doesNotContain(List.of(
                        "firstsecret", "secondsecret", "marysecret", "maryuser", "querysecret", "headersecret"));
    }

    @Test
    void removesSecretsFromAnEndpoint() {
        assertThat(FailureText.endpoint("https://maryuser:marysecret@shop.example/key/abc?sig=x"))
                .isEqualTo("https://shop.example/…");
        assertThat(FailureText.endpoint("jdbc:warehouse?user=x")).isEqualTo("jdbc:warehouse");
        assertThat(FailureText.endpoint("{{shop.url}}/orders?sig=x")).isEqualTo("{{shop.url}}/orders");
    }
}
