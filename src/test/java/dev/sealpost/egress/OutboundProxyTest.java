package dev.sealpost.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.egress.GuardedClientsTestBase.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.classic.HttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names ending in {@code .example} exist for the SOCKS proxy and for direct calls only; the HTTP proxy gets names. */
class OutboundProxyTest {

    private final RawReceiver receiver = RawReceiver.answering(GuardedClientsTestBase.OK);
    private final GuardedDnsResolver resolver = new GuardedDnsResolver(
            AddressGuard.allowing(List.of()),
            name -> List.of(InetAddress.getByAddress(new byte[] {93, (byte) 184, (byte) 215, 14})),
            Duration.ofSeconds(2));

    @AfterEach
    void close() throws IOException {
        receiver.close();
        resolver.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tunnelsThroughAnHttpProxyThatLooksNamesUp(boolean isWebhook) throws Exception {
        try (LocalProxy proxy = LocalProxy.http(receiver.port());
                GuardedClients clients = clients(Map.of("url", "http://127.0.0.1:" + proxy.port()))) {
            HttpClient client = new SharedHttpClient(isWebhook ? clients.webhooks() : clients.connectors());

            Answer answer = GuardedClientsTestBase.post(client, "http://shop.example:8080/in");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(proxy.wanted()).singleElement().asString().startsWith("CONNECT shop.example:8080 HTTP/1.1");
            assertThat(receiver.requests()).singleElement().asString().startsWith("POST /in HTTP/1.1");
        }
    }

    @Test
    void keepsTheTunnelForTheNextCall() throws Exception {
        try (LocalProxy proxy = LocalProxy.http(receiver.port());
                GuardedClients clients = clients(Map.of("url", "http://127.0.0.1:" + proxy.port()))) {
            HttpClient client = new SharedHttpClient(clients.webhooks());

            GuardedClientsTestBase.post(client, "http://shop.example/in");
            GuardedClientsTestBase.post(client, "http://shop.example/in");

            assertThat(proxy.wanted()).hasSize(1);
        }
    }

    @Test
    void sendsTheLoginToTheProxyAndNotToTheReceiver() throws Exception {
        try (LocalProxy proxy = LocalProxy.http(receiver.port());
                GuardedClients clients = clients(
                        Map.of("url", "http://127.0.0.1:" + proxy.port(), "username", "me", "password", "s3cr3t"))) {
            GuardedClientsTestBase.post(new SharedHttpClient(clients.webhooks()), "http://shop.example/in");

            assertThat(proxy.wanted()).singleElement().asString().contains("Proxy-Authorization: Basic bWU6czNjcjN0");
            assertThat(receiver.requests()).singleElement().asString().doesNotContain("Authorization");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n"
            })
    void takesNoAnswerOfTheProxyForOneOfTheReceiver(String answer) throws Exception {
        try (LocalProxy proxy = LocalProxy.refusing(answer);
                GuardedClients clients = clients(Map.of("url", "http://127.0.0.1:" + proxy.port()))) {
            HttpClient client = new SharedHttpClient(clients.webhooks());

            assertThatThrownBy(() -> GuardedClientsTestBase.post(client, "http://shop.example/in"))
                    .isInstanceOf(ProxyRefusedException.class)
                    .hasMessage("the proxy answered " + answer.substring(9, 12) + " to CONNECT");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://10.1.2.3/in, private",
        "http://127.0.0.1:1/in, proxy",
        "http://[::1]/in, loopback",
        "http://169.254.169.254/in, link-local"
    })
    void refusesLiteralAddressesBeforeTheProxyIsAsked(String url, String rule) throws Exception {
        try (LocalProxy proxy = LocalProxy.http(receiver.port());
                GuardedClients clients = clients(Map.of("url", "http://127.0.0.1:" + proxy.port()))) {
            HttpClient client = new SharedHttpClient(clients.webhooks());

            assertThatThrownBy(() -> GuardedClientsTestBase.post(client, url))
                    .isInstanceOfSatisfying(
                            BlockedAddressException.class,
                            blocked -> assertThat(blocked.rule()).isEqualTo(rule));
            assertThat(proxy.wanted()).isEmpty();
        }
    }

    @Test
    void givesASocksProxyTheCheckedAddress() throws Exception {
        try (LocalProxy proxy = LocalProxy.socks5(receiver.port());
                GuardedClients clients = clients(Map.of("url", "socks5://127.0.0.1:" + proxy.port()))) {
            HttpClient client = new SharedHttpClient(clients.webhooks());

            assertThat(GuardedClientsTestBase.post(client, "http://shop.example:8080/in")
                            .status())
                    .isEqualTo(200);
            assertThat(proxy.wanted()).containsExactly("93.184.215.14:8080");
            assertThatThrownBy(() -> GuardedClientsTestBase.post(client, "http://10.1.2.3/in"))
                    .isInstanceOf(BlockedAddressException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"http", "socks5"})
    void callsExcludedHostsDirectlyAndGuarded(String scheme) throws Exception {
        try (LocalProxy proxy = LocalProxy.http(receiver.port());
                GuardedClients clients = clients(Map.of(
                        "url", scheme + "://127.0.0.1:" + proxy.port(), "exclude", "10.0.0.0/8, .internal.example"))) {
            HttpClient client = new SharedHttpClient(clients.webhooks());

            assertThatThrownBy(() -> GuardedClientsTestBase.post(client, "http://10.1.2.3/in"))
                    .isInstanceOf(BlockedAddressException.class);
            assertThat(proxy.wanted()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "example.com,    example.com,      true",
        "example.com,    EXAMPLE.com,      true",
        "example.com,    a.example.com,    false",
        ".example.com,   a.b.example.com,  true",
        "*.example.com,  example.com,      true",
        ".example.com,   notexample.com,   false",
        "10.0.0.0/8,     10.9.8.7,         true",
        "10.0.0.0/8,     11.0.0.1,         false",
        "::1,            [::1],            true",
        "10.0.0.0/8,     ten.example,      false"
    })
    void excludesNamesDomainsAndNetworks(String exclusion, String host, boolean isExcluded) {
        assertThat(ProxyExclusions.parse(List.of(exclusion)).contain(host)).isEqualTo(isExcluded);
    }

    private GuardedClients clients(Map<String, String> proxy) {
        Map<String, String> settings = new HashMap<>();
        proxy.forEach((key, value) -> settings.put("sealpost.egress.proxy." + key, value));
        return new GuardedClients(EgressSettingsTest.bind(settings), resolver);
    }

    @Test
    void callsTheLoopbackAddressOfAWarmUpDirectly() throws IOException {
        EgressSettings settings = EgressSettingsTest.bind(Map.of("sealpost.egress.proxy.url", "http://127.0.0.1:1"));
        try (LoopbackClient client = new LoopbackClient(settings)) {
            assertThat(GuardedClientsTestBase.post(client.webhooks(), receiver.url())
                            .status())
                    .isEqualTo(200);
        }
    }
}
