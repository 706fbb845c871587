package dev.sealpost.egress;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.classic.HttpClient;

/** The clients of the application for the tests of other packages. They may call this machine. */
public final class EgressClients implements AutoCloseable {

    private final GuardedDnsResolver resolver = new GuardedDnsResolver(
            AddressGuard.allowing(List.of("127.0.0.0/8")), NameLookup.ofTheSystem(), Duration.ofSeconds(2));
    private final GuardedClients clients = new GuardedClients(EgressSettingsTest.bind(Map.of()), resolver);

    public HttpClient webhooks() {
        return new SharedHttpClient(clients.webhooks());
    }

    public HttpClient connectors() {
        return new SharedHttpClient(clients.connectors());
    }

    @Override
    public void close() throws IOException {
        clients.close();
        resolver.close();
    }
}
