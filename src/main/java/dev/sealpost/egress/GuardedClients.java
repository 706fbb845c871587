package dev.sealpost.egress;

import dev.sealpost.egress.BoundedExchange.Excess;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.entity.DeflateInputStream;
import org.apache.hc.client5.http.entity.InputStreamFactory;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * HTTP clients of this process, each with its own connection pool, both with the address guard and the same restrictions. They
 * differ in the treatment of an answer that is too long; and webhooks accept no compressed answers.
 */
final class GuardedClients implements AutoCloseable {

    private static final int MOST_HEADERS = 100;
    private static final int LONGEST_LINE = 8192;

    /** Bytes per connection and direction, small because hundreds of receivers can hang. */
    private static final int BUFFER = 2048;

    private static final TimeValue IDLE = TimeValue.of(30, TimeUnit.SECONDS);

    /** Maximum age of a connection, because a name can change its address. */
    private static final TimeValue LONGEST_LIFE = TimeValue.of(5, TimeUnit.MINUTES);

    /** Idle time after which a connection is tested before it is used. */
    private static final TimeValue VALIDATE_AFTER_IDLE = TimeValue.of(500, TimeUnit.MILLISECONDS);

    private static final SocketConfig DIRECT = SocketConfig.custom()
            .setSoTimeout(Timeout.DISABLED)
            .setTcpNoDelay(true)
            .build();

    private final EgressSettings settings;
    private final GuardedDnsResolver resolver;
    private final OutboundProxy proxy;
    private final PoolingHttpClientConnectionManager connectorConnections;
    private final IdentityClients webhooks;
    private final IdentityClients connectors;

    GuardedClients(EgressSettings settings, GuardedDnsResolver resolver) {
        this.settings = settings;
        this.resolver = resolver;
        this.proxy = settings.proxy().outbound();
        this.connectorConnections = connections(settings.connectors(), Optional.empty());
        this.webhooks = new IdentityClients(
                webhookClient(connections(settings.webhooks(), Optional.empty())),
                identity -> webhookClient(connections(settings.webhooks(), Optional.of(identity))));
        this.connectors = new IdentityClients(
                connectorClient(connectorConnections),
                identity -> connectorClient(connections(settings.connectors(), Optional.of(identity))));
    }

    IdentityClients webhooks() {
        return webhooks;
    }

    IdentityClients connectors() {
        return connectors;
    }

    EgressSettings settings() {
        return settings;
    }

    /** In bytes. */
    int longestAnswer() {
        return Math.toIntExact(Math.max(
                settings.webhooks().answer().toBytes(),
                settings.connectors().answer().toBytes()));
    }

    /** Connection pool shared by all {@code http:} endpoints of Camel. */
    HttpClientConnectionManager connectorConnections() {
        return connectorConnections;
    }

    /** Applies the restrictions of connectors to a client that Camel builds. */
    void restrictConnector(HttpClientBuilder builder) {
        builder.setContentDecoderRegistry(decoders());
        restrict(builder, new BoundedExchange(settings.connectors(), Excess.REFUSED));
    }

    /**
     * Returns the codings that connectors offer. HttpClient 5.6 would add those of Commons Compress, which is on the class path
     * for data formats: a few bytes of LZMA can claim gigabytes for their dictionary.
     */
    private static LinkedHashMap<String, InputStreamFactory> decoders() {
        LinkedHashMap<String, InputStreamFactory> decoders = new LinkedHashMap<>();
        decoders.put("gzip", GZIPInputStream::new);
        decoders.put("deflate", DeflateInputStream::new);
        decoders.put("x-gzip", GZIPInputStream::new);
        return decoders;
    }

    private CloseableHttpClient webhookClient(HttpClientConnectionManager connections) {
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(requests(settings.webhooks()))
                .evictIdleConnections(IDLE)
                // Connections carry no user identity: no login, no client certificate.
                .disableConnectionState()
                .disableContentCompression()
                // Prepares and answers logins, for which it parses the URL of each request; a webhook has none.
                .replaceExecInterceptor(
                        ChainElement.PROTOCOL.name(), (request, scope, chain) -> chain.proceed(request, scope));
        restrict(builder, new BoundedExchange(settings.webhooks(), Excess.CUT_OFF));
        if (settings.webhooks().httpsOnly()) {
            builder.addExecInterceptorFirst("require-https", GuardedClients::requireHttps);
        }
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

    private static ClassicHttpResponse requireHttps(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        if (!scope.route.isSecure()) {
            throw BlockedAddressException.notHttps(scope.route.getTargetHost().getHostName());
        }
        return chain.proceed(request, scope);
    }

    /**
     * Switches retries off because HttpClient 5.5 honours {@code Retry-After} by waiting inside the call, for up to an hour
     * (CAMEL-23345, HTTPCLIENT-2421). The bounded exchange is first in the chain, so it sees the answer last; it repeats
     * requests that met a stale connection.
     */
    private void restrict(HttpClientBuilder builder, BoundedExchange exchange) {
        builder.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .setUserAgent(userAgent())
                .setRequestExecutor(new NoticeConnectionFaults())
                .addExecInterceptorFirst("bounded-exchange", exchange);
        if (proxy.kind() == OutboundProxy.ProxyKind.HTTP) {
            builder.setRoutePlanner(new ProxyRoutes(proxy))
                    .addExecInterceptorAfter(
                            "bounded-exchange",
                            "through-proxy",
                            new ThroughProxy(proxy, resolver.guard(), settings.proxy()));
        }
    }

    static String userAgent() {
        String version = GuardedClients.class.getPackage().getImplementationVersion();
        return "Sealpost/" + (version == null ? "0.1" : version);
    }

    private PoolingHttpClientConnectionManager connections(
            EgressSettings.Limits limits, Optional<TlsIdentity> identity) {
        Timeout connect = Timeout.of(settings.connectTimeout());
        Http1Config http = Http1Config.custom()
                .setMaxHeaderCount(MOST_HEADERS)
                .setMaxLineLength(LONGEST_LINE)
                .setBufferSize(BUFFER)
                .build();
        PoolingHttpClientConnectionManagerBuilder builder = PoolingHttpClientConnectionManagerBuilder.create();
        identity.ifPresent(tls -> builder.setTlsSocketStrategy(new DefaultClientTlsStrategy(tls.context())));
        return builder.setDnsResolver(new ProxyNames(proxy, resolver))
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(http)
                        .responseParserFactory(LimitInterimAnswers.factory(http))
                        .build())
                .setMaxConnTotal(limits.connections())
                .setMaxConnPerRoute(limits.connectionsPerHost())
                .setSocketConfigResolver(route -> sockets(route.getTargetHost()))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setTimeToLive(LONGEST_LIFE)
                        .setValidateAfterInactivity(VALIDATE_AFTER_IDLE)
                        .build())
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setSupportedProtocols(TLS.V_1_2, TLS.V_1_3)
                        .setHandshakeTimeout(connect)
                        .build())
                .build();
    }

    private SocketConfig sockets(HttpHost target) {
        return proxy.socksTo(target.getHostName())
                .map(through ->
                        SocketConfig.copy(DIRECT).setSocksProxyAddress(through).build())
                .orElse(DIRECT);
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
    public void close() {
        webhooks.close();
        connectors.close();
    }
}
