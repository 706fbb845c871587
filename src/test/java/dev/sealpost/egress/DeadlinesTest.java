package dev.sealpost.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchanges end at their deadline, whatever the receiver does. */
@Timeout(30)
class DeadlinesTest extends GuardedClientsTestBase {

    private static final Duration SHORT = Duration.ofMillis(300);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nX-Long: ",
                "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n"
            })
    void cutsAReceiverThatDripsAtTheDeadline(String first) throws Exception {
        try (RawReceiver receiver = RawReceiver.dripping(first)) {
            try (OutboundCall call = OutboundCall.open(SHORT)) {
                long start = System.nanoTime();

                assertThatThrownBy(() -> post(webhooks, receiver.url())).isInstanceOf(DeadlinePassedException.class);

                assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(SHORT);
                assertThat(call.expired()).isTrue();
            }
            // After the call, whose deadline would interrupt this thread.
            assertThat(receiver.wasBrokenOff()).isTrue();
        }
    }

    @Test
    void cutsAReceiverThatNeverAnswersOnAPlatformThreadToo() throws Exception {
        try (RawReceiver receiver = RawReceiver.writing((out, closing) -> closing.await())) {
            boolean[] expired = new boolean[2];
            Runnable attempt = () -> {
                try (OutboundCall call = OutboundCall.open(SHORT)) {
                    assertThatThrownBy(() -> post(webhooks, receiver.url()))
                            .isInstanceOf(DeadlinePassedException.class);
                    expired[Thread.currentThread().isVirtual() ? 1 : 0] = call.expired();
                }
            };
            Thread platform = Thread.ofPlatform().start(attempt);
            Thread virtual = Thread.ofVirtual().start(attempt);
            platform.join();
            virtual.join();

            assertThat(expired).containsExactly(true, true);
        }
    }

    @Test
    void startsNothingAfterTheDeadline() throws Exception {
        try (RawReceiver receiver = RawReceiver.answering(OK);
                OutboundCall call = OutboundCall.open(Duration.ZERO)) {
            assertThatThrownBy(() -> post(webhooks, receiver.url())).isInstanceOf(DeadlinePassedException.class);

            assertThat(call.expired()).isTrue();
            assertThat(receiver.connections()).isZero();
        }
    }

    @Test
    void hasADeadlineEvenWithoutACall() throws Exception {
        try (RawReceiver receiver = RawReceiver.dripping("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
                GuardedClients impatient = new GuardedClients(
                        EgressSettingsTest.bind(Map.of("sealpost.egress.connectors.response-timeout", "300ms")),
                        resolver)) {
            assertThatThrownBy(() -> post(impatient.connectors().plain(), receiver.url()))
                    .isInstanceOf(DeadlinePassedException.class);
        }
    }

    @Test
    void cutsAnExchangeThatIsLongerThanOneMayBeAlthoughItsCallHasTime() throws Exception {
        try (RawReceiver receiver = RawReceiver.dripping("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
                GuardedClients impatient = new GuardedClients(
                        EgressSettingsTest.bind(Map.of("sealpost.egress.connectors.response-timeout", "300ms")),
                        resolver);
                OutboundCall call = OutboundCall.open(Duration.ofSeconds(60))) {
            assertThatThrownBy(() -> post(impatient.connectors().plain(), receiver.url()))
                    .isInstanceOf(DeadlinePassedException.class);

            assertThat(call.expired()).isFalse();
        }
    }
}
