package dev.sealpost.route.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.AttemptOutcome.Rejected;
import dev.sealpost.delivery.AttemptOutcome.Throttled;
import dev.sealpost.delivery.ReceiverFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectorAnswerTest {

    private static final Instant NOW = Instant.parse("1994-11-06T08:49:37Z");

    private final ConnectorAnswer answer = new ConnectorAnswer(Clock.fixed(NOW, ZoneOffset.UTC));
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    private Exchange answered(int status, String body) {
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage().setBody(body);
        return exchange;
    }

    private AttemptOutcome outcome(int status, String body) {
        Exchange answered = answered(status, body);
        return catchThrowableOfType(ReceiverFailure.class, () -> answer.requireSuccess(answered))
                .outcome();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void acceptsASuccess(int status) {
        assertThatCode(() -> answer.requireSuccess(answered(status, "{}"))).doesNotThrowAnyException();
        assertThat(exchange.getMessage().getBody()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void retriesWhenTheSecretIsRejected(int status) {
        assertThat(outcome(status, "revoked"))
                .isEqualTo(new Failed("the vendor rejected the secret, " + status + ": revoked", false));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 410, 422})
    void failsFinallyWhenARetryCannotHelp(int status) {
        assertThat(outcome(status, "no\n such  contact")).isEqualTo(new Failed(status + ": no such contact", true));
    }

    @Test
    void truncatesTheMessageOfTheVendor() {
        assertThat(((Failed) outcome(400, "x".repeat(1000))).reason()).hasSize(205);
    }

    @Test
    void reportsAMissingMessageOfTheVendor() {
        assertThat(outcome(400, "")).isEqualTo(new Failed("400: no message", true));
    }

    @Test
    void isThrottledFor429() {
        assertThat(outcome(429, "")).isEqualTo(new Throttled(Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void waitsForTheRetryAfterOfTheVendor(int status) {
        exchange.getMessage().setHeader("Retry-After", "Sun, 06 Nov 1994 08:50:37 GMT");

        assertThat(outcome(status, "")).isEqualTo(new Throttled(Optional.of(Duration.ofMinutes(1))));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 408, 500, 502, 503, 504})
    void isRejectedOtherwise(int status) {
        assertThat(outcome(status, "")).isEqualTo(new Rejected(status));
    }

    @Test
    void requiresAPrecedingHttpStep() {
        assertThatThrownBy(() -> answer.requireSuccess(exchange)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void failsWithTheErrorOfTheConnector() {
        exchange.setProperty(ConnectorAnswer.ERROR, "channel_not_found");
        exchange.setProperty(ConnectorAnswer.ERROR_FINAL, "true");

        assertThat(catchThrowableOfType(ReceiverFailure.class, () -> answer.fail(exchange))
                        .outcome())
                .isEqualTo(new Failed("channel_not_found", true));
    }

    @Test
    void failsTemporarilyUnlessTheConnectorSetsFinal() {
        assertThat(catchThrowableOfType(ReceiverFailure.class, () -> answer.fail(exchange))
                        .outcome())
                .isEqualTo(new Failed("the connector gave no reason", false));
    }

    @Test
    void postponesForTheRetryAfterOfTheConnector() {
        exchange.setProperty(ConnectorAnswer.RETRY_AFTER, 30);

        assertThat(catchThrowableOfType(ReceiverFailure.class, () -> answer.throttle(exchange))
                        .outcome())
                .isEqualTo(new Throttled(Optional.of(Duration.ofSeconds(30))));
    }
}
