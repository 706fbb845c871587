package dev.sealpost.egress;

import dev.sealpost.egress.BoundedExchange.Excess;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The HTTP clients of this process: each with its pool of connections, both with the address guard and the same
 * restrictions. What differs is what happens to an answer that is too long, and that webhooks take no compressed answers.
 */
final class GuardedClients implements AutoCloseable {

    private static final int MOST_HEADERS = 100;
    private static final int LONGEST_LINE = 8192;

    /** Per connection and direction: hundreds of receivers that hang must not cost much. */
    private static final int BUFFER = 2048;

    private static final TimeValue IDLE = TimeValue.of(30, TimeUnit.SECONDS);

    /** A name may have moved: no connection outlives this. */
    private static final TimeValue LONGEST_LIFE = TimeValue.of(5, TimeUnit.MINUTES);

    /** Receivers close idle connections at any time; after this long we look before we send. */
    private static final TimeValue TRUSTED_WHEN_IDLE = TimeValue.of(500, TimeUnit.MILLISECONDS);

    private final EgressSettings settings;
    private final GuardedDnsResolver resolver;
    private final PoolingHttpClientConnectionManager connectorConnections;
    private final CloseableHttpClient webhooks;
    private final CloseableHttpClient connectors;

    GuardedClients(EgressSettings settings, GuardedDnsResolver resolver) {
        this.settings = settings;
        this.resolver = resolver;
        this.connectorConnections = connections(settings.connectors());
        this.webhooks = webhookClient(connections(settings.webhooks()));
        this.connectors = connectorClient(connectorConnections);
    }

    CloseableHttpClient webhooks() {
        return webhooks;
    }

    CloseableHttpClient connectors() {
        return connectors;
    }

    EgressSettings settings() {
        return settings;
    }

    /** Bytes. */
    int longestAnswer() {
        return Math.toIntExact(Math.max(
                settings.webhooks().answer().toBytes(),
                settings.connectors().answer().toBytes()));
    }

    /** Shared by all {@code http:} endpoints of Camel. */
    HttpClientConnectionManager connectorConnections() {
        return connectorConnections;
    }

    /** Puts the restrictions of connectors on a client that somebody else builds. */
    void restrictConnector(HttpClientBuilder builder) {
        restrict(builder, new BoundedExchange(settings.connectors(), Excess.REFUSED));
    }

    private CloseableHttpClient webhookClient(HttpClientConnectionManager connections) {
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(requests(settings.webhooks()))
                .evictIdleConnections(IDLE)
                // No connection belongs to anybody: there is no log-in, and no certificate of ours.
                .disableConnectionState()
                .disableContentCompression();
        restrict(builder, new BoundedExchange(settings.webhooks(), Excess.CUT_OFF));
        return builder.build();
    }

    private CloseableHttpClient connectorClient(HttpClientConnectionManager connections) {
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(requests(settings.connectors()))
                .evictIdleConnections(IDLE);
        restrictConnector(builder);
        return builder.build();
    }

    /**
     * Retries are off because HttpClient 5.5 honours {@code Retry-After} by waiting inside the call, for an hour if told so
     * (CAMEL-23345, HTTPCLIENT-2421). The bounded exchange comes first in the chain, so it sees the answer last; it repeats on its own what met a
     * stale connection.
     */
    private static void restrict(HttpClientBuilder builder, BoundedExchange exchange) {
        builder.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .setUserAgent(userAgent())
                .setRequestExecutor(new NoticeStaleConnections())
                .addExecInterceptorFirst("bounded-exchange", exchange);
    }

    static String userAgent() {
        String version = GuardedClients.class.getPackage().getImplementationVersion();
        return "Sealpost/" + (version == null ? "0.1" : version);
    }

    private PoolingHttpClientConnectionManager connections(EgressSettings.Limits limits) {
        Timeout connect = Timeout.of(settings.connectTimeout());
        Http1Config http = Http1Config.custom()
                .setMaxHeaderCount(MOST_HEADERS)
                .setMaxLineLength(LONGEST_LINE)
                .setBufferSize(BUFFER)
                .build();
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(resolver)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(http)
                        .responseParserFactory(LimitInterimAnswers.factory(http))
                        .build())
                .setMaxConnTotal(limits.connections())
                .setMaxConnPerRoute(limits.connectionsPerHost())
                .setDefaultSocketConfig(SocketConfig.custom()
                        .setSoTimeout(Timeout.DISABLED)
                        .setTcpNoDelay(true)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setTimeToLive(LONGEST_LIFE)
                        .setValidateAfterInactivity(TRUSTED_WHEN_IDLE)
                        .build())
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setSupportedProtocols(TLS.V_1_2, TLS.V_1_3)
                        .setHandshakeTimeout(connect)
                        .build())
                .build();
    }

    private RequestConfig requests(EgressSettings.Limits limits) {
        return RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(limits.responseTimeout()))
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build();
    }

    /** Closes the clients and their connections. */
    @Override
    public void close() throws IOException {
        webhooks.close();
        connectors.close();
    }
}
