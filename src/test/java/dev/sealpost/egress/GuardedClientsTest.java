package dev.sealpost.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class GuardedClientsTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final int LIMIT = 64 * 1024;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final GuardedDnsResolver resolver = resolver("127.0.0.0/8");
    private final GuardedClients clients = new GuardedClients(EgressSettingsTest.bind(Map.of()), resolver);
    private final HttpClient webhooks = new SharedHttpClient(clients.webhooks());
    private final HttpClient connectors = new SharedHttpClient(clients.connectors());

    record Answer(int status, byte[] body, ClassicHttpResponse response) {}

    @AfterEach
    void close() throws IOException {
        clients.close();
        resolver.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "127.1"})
    void dialsLoopbackOnlyWhenAllowed(String host) throws Exception {
        try (RawReceiver receiver = RawReceiver.answering(OK);
                GuardedDnsResolver strict = resolver();
                GuardedClients strictClients = new GuardedClients(EgressSettingsTest.bind(Map.of()), strict)) {
            String url = "http://" + host + ":" + receiver.port() + "/in";

            assertThatThrownBy(() -> post(strictClients.webhooks(), url))
                    .isInstanceOfSatisfying(
                            BlockedAddressException.class,
                            blocked -> assertThat(blocked.rule()).isEqualTo("loopback"));
            assertThatThrownBy(() -> post(strictClients.connectors(), url)).isInstanceOf(BlockedAddressException.class);
            assertThat(receiver.connections()).isZero();
            if (!host.equals("127.1")) {
                assertThat(post(webhooks, url).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void sendsThePayloadByHttp11WithNothingAdded() throws Exception {
        try (RawReceiver receiver = RawReceiver.answering(OK)) {
            post(webhooks, receiver.url());

            assertThat(receiver.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request)
                            .startsWith("POST /in HTTP/1.1\r\n")
                            .contains("\r\nUser-Agent: Sealpost/0.1\r\n")
                            .endsWith("\r\n\r\n{\"a\":1}")
                            .doesNotContainIgnoringCase("accept-encoding")
                            .doesNotContainIgnoringCase("upgrade")
                            .doesNotContainIgnoringCase("expect"));
        }
    }

    @Test
    void keepsTheConnectionForTheNextRequest() throws Exception {
        try (RawReceiver receiver = RawReceiver.answering(OK)) {
            for (int i = 0; i < 3; i++) {
                assertThat(post(webhooks, receiver.url()).body()).asString().isEqualTo("ok");
            }

            assertThat(receiver.requests()).hasSize(3);
            assertThat(receiver.connections()).isEqualTo(1);
        }
    }

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 503 Busy\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 429 Slower\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"
            })
    void asksOnceWhateverTheAnswer(String answer) throws Exception {
        try (RawReceiver receiver = RawReceiver.answering(answer)) {
            assertThat(post(webhooks, receiver.url()).status()).isGreaterThan(299);
            assertThat(post(connectors, receiver.url()).status()).isGreaterThan(299);

            assertThat(receiver.requests()).hasSize(2);
        }
    }

    @Test
    void sendsNoCookieBack() throws Exception {
        try (RawReceiver receiver =
                RawReceiver.answering("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n")) {
            post(webhooks, receiver.url());
            post(webhooks, receiver.url());
            post(connectors, receiver.url());
            post(connectors, receiver.url());

            assertThat(receiver.requests()).hasSize(4).noneMatch(request -> request.contains("Cookie"));
        }
    }

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
            assertThatThrownBy(() -> post(impatient.connectors(), receiver.url()))
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
            assertThatThrownBy(() -> post(impatient.connectors(), receiver.url()))
                    .isInstanceOf(DeadlinePassedException.class);

            assertThat(call.expired()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 10000000000", "Transfer-Encoding: chunked", "Connection: close"})
    void keepsTheBeginningOfAnEndlessAnswer(String framing) throws Exception {
        byte[] chunk = ("1000\r\n" + "x".repeat(0x1000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        RawReceiver.Answer endless = (out, closing) -> {
            out.write(("HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            while (closing.getCount() > 0) {
                out.write(chunk);
            }
        };
        try (RawReceiver receiver = RawReceiver.writing(endless);
                OutboundCall call = OutboundCall.open(Duration.ofSeconds(10))) {
            Answer answer = post(webhooks, receiver.url());

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).hasSize(LIMIT);
            assertThat(call.truncated()).isTrue();
            assertThat(call.expired()).isFalse();
            assertThat(receiver.wasBrokenOff()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1024, LIMIT - 1, LIMIT})
    void keepsAWholeAnswerUpToTheLimit(int size) throws Exception {
        String body = "y".repeat(size);
        String chunked = size == 0 ? "" : Integer.toHexString(size) + "\r\n" + body + "\r\n";
        for (String answer : List.of(
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + size + "\r\n\r\n" + body,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked + "0\r\n\r\n")) {
            try (RawReceiver receiver = RawReceiver.answering(answer);
                    OutboundCall call = OutboundCall.open(Duration.ofSeconds(10))) {
                post(webhooks, receiver.url());

                assertThat(post(webhooks, receiver.url()).body()).asString().isEqualTo(body);
                assertThat(call.truncated()).isFalse();
                assertThat(receiver.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void refusesATooLargeAnswerToAConnector() throws Exception {
        try (RawReceiver receiver =
                RawReceiver.answering("HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n" + "x".repeat(9_000_000))) {
            assertThatThrownBy(() -> post(connectors, receiver.url()))
                    .isInstanceOf(AnswerTooLargeException.class)
                    .hasMessage("The answer is larger than 8388608 bytes");
        }
    }

    @Test
    void countsTheUnzippedBytesOfAnAnswerToAConnector() throws Exception {
        byte[] bomb = gzip(new byte[9_000_000]);
        assertThat(bomb).hasSizeLessThan(20_000);
        try (RawReceiver receiver = RawReceiver.writing(zipped(bomb))) {
            assertThatThrownBy(() -> post(connectors, receiver.url())).isInstanceOf(AnswerTooLargeException.class);
        }
    }

    @Test
    void leavesAZippedAnswerToAWebhookZippedAndUnlabelled() throws Exception {
        byte[] bomb = gzip(new byte[9_000_000]);
        try (RawReceiver receiver = RawReceiver.writing(zipped(bomb))) {
            Answer answer = post(webhooks, receiver.url());

            assertThat(answer.body()).isEqualTo(bomb);
            assertThat(answer.response().containsHeader("Content-Encoding")).isFalse();
        }
    }

    @Test
    void refusesTooManyHeadersAndTooLongLines() throws Exception {
        String many = "HTTP/1.1 200 OK\r\n" + "X-A: b\r\n".repeat(101) + "Content-Length: 0\r\n\r\n";
        String wide = "HTTP/1.1 200 OK\r\nX-A: " + "b".repeat(10_000) + "\r\nContent-Length: 0\r\n\r\n";
        for (String answer : List.of(many, wide)) {
            try (RawReceiver receiver = RawReceiver.answering(answer)) {
                assertThatThrownBy(() -> post(webhooks, receiver.url()))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("exceeded");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"100 Continue", "102 Processing", "103 Early Hints"})
    void takesSomeInterimAnswersAndNotForever(String interim) throws Exception {
        String one = "HTTP/1.1 " + interim + "\r\n\r\n";
        try (RawReceiver receiver = RawReceiver.answering(one.repeat(LimitInterimAnswers.MOST) + OK)) {
            for (int i = 0; i < 3; i++) {
                assertThat(post(webhooks, receiver.url()).body()).asString().isEqualTo("ok");
            }
            assertThat(receiver.connections()).isEqualTo(1);
        }
        RawReceiver.Answer endless = (out, closing) -> {
            while (closing.getCount() > 0) {
                out.write(one.getBytes(StandardCharsets.ISO_8859_1));
            }
        };
        try (RawReceiver receiver = RawReceiver.writing(endless)) {
            assertThatThrownBy(() -> post(webhooks, receiver.url()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("More than 100 interim answers");
            assertThat(receiver.wasBrokenOff()).isTrue();
        }
    }

    /** Fault 47. */
    @Test
    void callsAHostWithAnUnderscore() throws Exception {
        try (RawReceiver receiver = RawReceiver.answering(OK);
                GuardedDnsResolver names = new GuardedDnsResolver(
                        AddressGuard.allowing(List.of("127.0.0.0/8")),
                        name -> name.equals("my_host.example") ? List.of(InetAddress.getLoopbackAddress()) : List.of(),
                        Duration.ofSeconds(2));
                GuardedClients its = new GuardedClients(EgressSettingsTest.bind(Map.of()), names);
                OutboundCall call = OutboundCall.open(Duration.ofSeconds(10))) {
            OutboundUrl url = OutboundUrl.parse("http://my_host.example:" + receiver.port() + "/a_b?c=d");
            call.aimAt(url);
            HttpPost request = new HttpPost(URI.create(url.parseable()));

            try (ClassicHttpResponse answer = new SharedHttpClient(its.webhooks())
                    .executeOpen(HttpHost.create(URI.create(url.parseable())), request, null)) {
                assertThat(answer.getCode()).isEqualTo(200);
            }

            assertThat(receiver.requests())
                    .singleElement()
                    .satisfies(sent -> assertThat(sent)
                            .startsWith("POST /a_b?c=d HTTP/1.1\r\n")
                            .contains("\r\nHost: my_host.example:" + receiver.port() + "\r\n"));
        }
    }

    @Test
    void worksOnAfterAnEndpointClosedTheSharedClient() throws Exception {
        try (RawReceiver receiver = RawReceiver.answering(OK)) {
            ((AutoCloseable) webhooks).close();

            assertThat(post(webhooks, receiver.url()).status()).isEqualTo(200);
        }
    }

    private static RawReceiver.Answer zipped(byte[] body) {
        return (out, closing) -> {
            out.write(("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
        };
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(plain);
        }
        return zipped.toByteArray();
    }

    private static GuardedDnsResolver resolver(String... allowed) {
        return new GuardedDnsResolver(
                AddressGuard.allowing(Arrays.asList(allowed)), NameLookup.ofTheSystem(), Duration.ofSeconds(2));
    }

    private static Answer post(HttpClient client, String url) throws IOException {
        HttpPost request = new HttpPost(URI.create(url));
        request.setEntity(
                new ByteArrayEntity("{\"a\":1}".getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON));
        return client.execute(
                request,
                response -> new Answer(
                        response.getCode(),
                        response.getEntity() == null ? new byte[0] : EntityUtils.toByteArray(response.getEntity()),
                        response));
    }
}
