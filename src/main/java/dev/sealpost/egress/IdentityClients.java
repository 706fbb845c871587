package dev.sealpost.egress;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.io.CloseMode;

/**
 * One client without a TLS identity, and one for each identity, so that no connection serves two. A limited number of them is kept;
 * the one not used for longest is closed. Thread-safe.
 */
final class IdentityClients implements AutoCloseable {

    /** Maximum of clients with an identity. More identities than this work, with fewer connections kept. */
    static final int MOST = 256;

    private final CloseableHttpClient plain;
    private final Function<TlsIdentity, CloseableHttpClient> create;
    private final Map<TlsIdentity, CloseableHttpClient> clients = new LinkedHashMap<>(16, 0.75f, true);

    IdentityClients(CloseableHttpClient plain, Function<TlsIdentity, CloseableHttpClient> create) {
        this.plain = plain;
        this.create = create;
    }

    CloseableHttpClient plain() {
        return plain;
    }

    CloseableHttpClient with(Optional<TlsIdentity> identity) {
        return identity.map(this::with).orElse(plain);
    }

    private CloseableHttpClient with(TlsIdentity identity) {
        synchronized (clients) {
            CloseableHttpClient client = clients.computeIfAbsent(identity, create);
            if (clients.size() > MOST) {
                Map.Entry<TlsIdentity, CloseableHttpClient> eldest =
                        clients.entrySet().iterator().next();
                clients.remove(eldest.getKey());
                // Calls in progress fail and are repeated.
                eldest.getValue().close(CloseMode.GRACEFUL);
            }
            return client;
        }
    }

    @Override
    public void close() {
        plain.close(CloseMode.GRACEFUL);
        synchronized (clients) {
            clients.values().forEach(client -> client.close(CloseMode.GRACEFUL));
            clients.clear();
        }
    }
}
