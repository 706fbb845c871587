package dev.sealpost.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.AttemptOutcome.Gone;
import dev.sealpost.delivery.AttemptOutcome.Rejected;
import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.delivery.AttemptOutcome.Throttled;
import dev.sealpost.delivery.AttemptOutcome.TimedOut;
import dev.sealpost.delivery.AttemptOutcome.Unreachable;
import dev.sealpost.egress.LookupsBusyException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.CamelExecutionException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifyTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static AttemptOutcome answer(int status, Optional<String> retryAfter) {
        return Classify.answer(status, retryAfter, Optional.empty(), NOW);
    }

    /** Fault 48. */
    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 307, 308, 399})
    void saysWhereARedirectLeads(int status) {
        AttemptOutcome outcome = Classify.answer(
                status,
                Optional.of("5"),
                Optional.of("https://user:secret@new.example/a\r\nb\0" + "x".repeat(400)),
                NOW);

        assertThat(outcome).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.status()).isEqualTo(status);
            assertThat(rejected.reason().orElse(""))
                    .contains("a redirect to https://new.example/a")
                    .contains("…, which is not followed")
                    .doesNotContain("secret")
                    .doesNotContainPattern("\\p{Cntrl}")
                    .hasSizeLessThan(420);
        });
        assertThat(answer(status, Optional.empty()))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).isPresent());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 206, 226, 299})
    void takesEvery2xxForASuccess(int status) {
        assertThat(answer(status, Optional.of("5"))).isEqualTo(new Succeeded());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 199, 304, 400, 401, 403, 404, 409, 422, 500, 501, 505, 599, 600, 999})
    void takesEveryOtherForARefusalEvenWithRetryAfter(int status) {
        assertThat(answer(status, Optional.empty())).isEqualTo(new Rejected(status));
        assertThat(answer(status, Optional.of("5"))).isEqualTo(new Rejected(status));
    }

    @Test
    void ends410() {
        assertThat(answer(410, Optional.empty())).isEqualTo(new Gone());
        assertThat(answer(410, Optional.of("5"))).isEqualTo(new Gone());
    }

    @Test
    void slowsDownFor429WithAndWithoutATime() {
        assertThat(answer(429, Optional.empty())).isEqualTo(new Throttled(Optional.empty()));
        assertThat(answer(429, Optional.of("7"))).isEqualTo(new Throttled(Optional.of(Duration.ofSeconds(7))));
        assertThat(answer(429, Optional.of("soon"))).isEqualTo(new Throttled(Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    void slowsDownForAnOverloadOnlyWithATime(int status) {
        assertThat(answer(status, Optional.empty())).isEqualTo(new Rejected(status));
        assertThat(answer(status, Optional.of("soon"))).isEqualTo(new Rejected(status));
        assertThat(answer(status, Optional.of("7"))).isEqualTo(new Throttled(Optional.of(Duration.ofSeconds(7))));
    }

    static Stream<Arguments> retryAfters() {
        return Stream.of(
                arguments("0", Duration.ZERO),
                arguments(" 120 ", Duration.ofSeconds(120)),
                arguments("2592001", Duration.ofDays(30)),
                arguments("99999999999999999999999", Duration.ofDays(30)),
                arguments("Fri, 02 Jan 2026 03:05:05 GMT", Duration.ofSeconds(60)),
                arguments("Friday, 02-Jan-26 03:05:05 GMT", Duration.ofSeconds(60)),
                arguments("Fri Jan  2 03:05:05 2026", Duration.ofSeconds(60)),
                arguments("Fri, 02 Jan 2026 03:04:00 GMT", Duration.ZERO),
                arguments("Fri, 01 Jan 2027 00:00:00 GMT", Duration.ofDays(30)));
    }

    @ParameterizedTest
    @MethodSource("retryAfters")
    void readsEveryFormOfRetryAfter(String header, Duration expected) {
        assertThat(RetryAfter.parse(header, NOW)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "+1",
                "1s",
                "0x10",
                "١٢",
                "Fri, 32 Jan 2026 03:05:05 GMT",
                "Mon, 02 Jan 2026 03:05:05 GMT",
                "tomorrow"
            })
    void ignoresRetryAfterThatIsNotInTheGrammar(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEmpty();
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(new UnknownHostException("nowhere.example"), "the name does not resolve: nowhere.example"),
                arguments(new ConnectTimeoutException("10.1.1.1"), "no connection in time: 10.1.1.1"),
                arguments(new ConnectException("Connection refused"), "ConnectException: Connection refused"),
                arguments(new NoRouteToHostException("no route"), "NoRouteToHostException: no route"),
                arguments(new SSLHandshakeException("expired"), "TLS: expired"),
                arguments(new SocketException("Connection reset"), "SocketException: Connection reset"),
                arguments(new NoHttpResponseException("no answer"), "NoHttpResponseException: no answer"),
                arguments(new ProtocolException("garbage"), "the answer is not HTTP: garbage"),
                arguments(new IOException("broken"), "IOException: broken"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void saysWhyAReceiverCannotBeReached(Exception failure, String reason) {
        assertThat(Classify.failure(failure)).contains(new Unreachable(reason));
        assertThat(Classify.failure(new RuntimeException("wrapped", failure))).contains(new Unreachable(reason));
    }

    @Test
    void tellsATimeoutFromABrokenConnection() {
        assertThat(Classify.failure(new SocketTimeoutException("Read timed out")))
                .contains(new TimedOut());
        assertThat(Classify.failure(new InterruptedIOException("deadline"))).contains(new TimedOut());
    }

    @Test
    void doesNotBlameTheReceiverForOurs() {
        Stream.of(
                        new ConnectionRequestTimeoutException("our pool is empty"),
                        // Fault 13.
                        new LookupsBusyException("example.com"),
                        new IllegalStateException("our bug"),
                        new NullPointerException(),
                        new CamelExecutionException("a step of ours", null))
                .forEach(failure -> assertThat(Classify.failure(failure)).isEmpty());
    }

    @Test
    void keepsReasonsStorable() {
        Optional<AttemptOutcome> outcome = Classify.failure(new IOException("\u0000" + "x".repeat(5_000)));

        assertThat(outcome).hasValueSatisfying(found -> {
            Unreachable unreachable = (Unreachable) found;
            assertThat(unreachable.reason()).hasSize(500).doesNotContain("\u0000");
        });
    }
}
