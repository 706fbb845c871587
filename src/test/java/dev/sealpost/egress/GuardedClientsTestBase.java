package dev.sealpost.egress;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;

/** Clients that may call this machine. */
abstract class GuardedClientsTestBase {

    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    final GuardedDnsResolver resolver = resolver("127.0.0.0/8");
    private final GuardedClients clients = new GuardedClients(EgressSettingsTest.bind(Map.of()), resolver);
    final HttpClient webhooks = new SharedHttpClient(clients.webhooks());
    final HttpClient connectors = new SharedHttpClient(clients.connectors());

    record Answer(int status, byte[] body, ClassicHttpResponse response) {}

    @AfterEach
    void close() throws IOException {
        clients.close();
        resolver.close();
    }

    static GuardedDnsResolver resolver(String... allowed) {
        return new GuardedDnsResolver(
                AddressGuard.allowing(Arrays.asList(allowed)), NameLookup.ofTheSystem(), Duration.ofSeconds(2));
    }

    static Answer post(HttpClient client, String url) throws IOException {
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
