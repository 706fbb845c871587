package dev.sealpost.egress;

import java.io.IOException;
import java.util.List;
import org.apache.hc.client5.http.classic.HttpClient;

/**
 * HTTP client for the warm-up, built like the one for webhooks, with connections of its own. It may call this machine's
 * loopback address and nothing that the address guard refuses.
 */
public final class LoopbackClient implements AutoCloseable {

    private final GuardedDnsResolver resolver;
    private final GuardedClients clients;

    public LoopbackClient(EgressSettings settings) {
        this.resolver = new GuardedDnsResolver(
                AddressGuard.allowing(List.of("127.0.0.1/32")), NameLookup.ofTheSystem(), settings.lookupTimeout());
        this.clients = new GuardedClients(settings.direct(), resolver);
    }

    public HttpClient connectors() {
        return new SharedHttpClient(clients.connectors());
    }

    public HttpClient webhooks() {
        return new SharedHttpClient(clients.webhooks());
    }

    @Override
    public void close() throws IOException {
        clients.close();
        resolver.close();
    }
}
