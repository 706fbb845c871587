package dev.sealpost.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the clients call, send, keep and follow. */
@Timeout(30)
class GuardedClientsTest extends GuardedClientsTestBase {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "127.1"})
    void dialsLoopbackOnlyWhenAllowed(String host) throws Exception {
        try (RawReceiver receiver = RawReceiver.answering(OK);
                GuardedDnsResolver strict = resolver();
                GuardedClients strictClients = new GuardedClients(EgressSettingsTest.bind(Map.of()), strict)) {
            String url = "http://" + host + ":" + receiver.port() + "/in";

            assertThatThrownBy(() -> post(strictClients.webhooks().plain(), url))
                    .isInstanceOfSatisfying(
                            BlockedAddressException.class,
                            blocked -> assertThat(blocked.rule()).isEqualTo("loopback"));
            assertThatThrownBy(() -> post(strictClients.connectors().plain(), url))
                    .isInstanceOf(BlockedAddressException.class);
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
}
