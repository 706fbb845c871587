package dev.sealpost.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests on a kept connection that the receiver has closed are repeated on a new one, once. */
@Timeout(30)
class StaleConnectionsTest extends GuardedClientsTestBase {

    @Test
    void repeatsOnANewConnectionWhatMetAStaleOne() throws Exception {
        try (RawReceiver receiver = RawReceiver.writing((out, closing) -> {
            out.write(OK.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            // Nothing announced it: the client keeps the connection that this closes.
            out.close();
        })) {
            for (int i = 0; i < 20; i++) {
                assertThat(post(webhooks, receiver.url()).status()).isEqualTo(200);
                assertThat(post(connectors, receiver.url()).status()).isEqualTo(200);
            }

            assertThat(receiver.requests()).hasSize(40).allMatch(request -> request.endsWith("{\"a\":1}"));
            assertThat(receiver.connections()).isEqualTo(40);
        }
    }

    @Test
    void repeatsOnANewConnectionWhereAnotherIsKept() throws Exception {
        // Given two kept connections, and a receiver that breaks off the next request on any of them
        CountDownLatch both = new CountDownLatch(2);
        AtomicInteger count = new AtomicInteger();
        try (RawReceiver receiver = RawReceiver.writing((out, closing) -> {
            if (count.incrementAndGet() == 3) {
                out.close();
                return;
            }
            both.countDown();
            both.await();
            out.write(OK.getBytes(StandardCharsets.ISO_8859_1));
        })) {
            Thread other = Thread.ofVirtual().start(() -> {
                try {
                    post(webhooks, receiver.url());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            post(webhooks, receiver.url());
            other.join();

            assertThat(post(webhooks, receiver.url()).status()).isEqualTo(200);

            assertThat(receiver.requests()).hasSize(4);
            assertThat(receiver.connections()).isEqualTo(3);
        }
    }

    @Test
    void repeatsOnceOnly() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (RawReceiver receiver = RawReceiver.writing((out, closing) -> {
            if (count.incrementAndGet() == 1) {
                out.write(OK.getBytes(StandardCharsets.ISO_8859_1));
            } else {
                out.close();
            }
        })) {
            post(webhooks, receiver.url());

            assertThatThrownBy(() -> post(webhooks, receiver.url())).isInstanceOf(IOException.class);

            assertThat(receiver.requests()).hasSize(3); // on the kept connection, and on one new one
            assertThat(receiver.connections()).isEqualTo(2);
        }
    }

    @Test
    void doesNotRepeatWhatANewConnectionBroke() throws Exception {
        try (RawReceiver receiver = RawReceiver.writing((out, closing) -> out.close())) {
            assertThatThrownBy(() -> post(webhooks, receiver.url())).isInstanceOf(IOException.class);

            assertThat(receiver.requests()).hasSize(1);
        }
    }

    @Test
    void doesNotRepeatWhatAnAnswerHadBegunFor() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (RawReceiver receiver = RawReceiver.writing((out, closing) -> {
            out.write((count.incrementAndGet() == 1 ? OK : "HTTP/1.1 20").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            if (count.get() > 1) {
                out.close();
            }
        })) {
            post(webhooks, receiver.url());

            assertThatThrownBy(() -> post(webhooks, receiver.url())).isInstanceOf(IOException.class);

            assertThat(receiver.requests()).hasSize(2);
            assertThat(receiver.connections()).isEqualTo(1);
        }
    }
}
