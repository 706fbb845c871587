package dev.sealpost.route.camel;

import dev.sealpost.egress.AddressGuard;
import dev.sealpost.egress.OutboundUrl;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.support.CamelContextHelper;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Prepares each {@code http:} endpoint of a route: refuses options that replace the guarded client, and sends credentials with
 * the first request. Camel would wait for a challenge, which many servers never send, and send the body twice.
 */
final class PrepareHttp implements EndpointStrategy {

    private static final String REPLACES = "would replace the HTTP client that blocks forbidden addresses";
    private static final String UNREAD = "would have no effect, because all routes share one HTTP client";

    private static final String ALLOW = "delete it and allow networks with sealpost.egress.allow";
    private static final String TRUST = "delete it and add the certificates to the trust store of Java";
    private static final String TOKEN =
            "delete it, request the token in a separate call, and set it as the header Authorization";

    /** Refused options by name, with the reason and the remedy. */
    private static final Map<String, Map.Entry<String, String>> REFUSED = Map.of(
            "clientConnectionManager", Map.entry(REPLACES, ALLOW),
            "clientBuilder", Map.entry(REPLACES, ALLOW),
            "httpClientConfigurer", Map.entry(REPLACES, ALLOW),
            "httpClient", Map.entry(REPLACES, ALLOW),
            "sslContextParameters", Map.entry(UNREAD, TRUST),
            "x509HostnameVerifier", Map.entry(UNREAD, TRUST),
            // Camel builds that client before it restricts the one of the endpoint.
            "oauth2TokenEndpoint",
                    Map.entry("would call the token endpoint without a time limit and follow redirects", TOKEN));

    private static final Set<String> OURS = Set.of("#webhookHttpClient", "#connectorHttpClient");

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        if (endpoint instanceof HttpEndpoint http) {
            requireGuard(uri);
            if (http.getProxyHost() != null) {
                guardAddresses(http);
            }
            authorization(http).ifPresent(value -> sendFirst(http, value));
        }
        return endpoint;
    }

    private static void sendFirst(HttpEndpoint http, String authorization) {
        // Camel's own way requires an authentication cache, which the guarded client lacks, and ignores the host.
        http.setAuthenticationPreemptive(false);
        http.getClientBuilder().addRequestInterceptorFirst((request, entity, context) -> {
            if (isFor(http, request) && !request.containsHeader(HttpHeaders.AUTHORIZATION)) {
                request.setHeader(HttpHeaders.AUTHORIZATION, authorization);
            }
        });
    }

    private static void requireGuard(String uri) {
        for (Map.Entry<String, String> option : HttpOptions.in(uri)) {
            REFUSED.forEach((name, refusal) -> {
                if (name.equalsIgnoreCase(option.getKey()) && !OURS.contains(option.getValue())) {
                    throw new IllegalArgumentException(
                            "the option " + name + " " + refusal.getKey() + ": " + refusal.getValue());
                }
            });
        }
    }

    /** Checks literal addresses of requests through a proxy. The proxy itself resolves host names. */
    private static void guardAddresses(HttpEndpoint http) {
        AddressGuard guard = CamelContextHelper.findSingleByType(http.getCamelContext(), AddressGuard.class);
        if (guard != null) {
            http.getClientBuilder()
                    .addRequestInterceptorFirst((request, entity, context) -> guard.requireAllowedLiteral(
                            OutboundUrl.parse(request.getScheme() + "://" + request.getAuthority())));
        }
    }

    /** Returns the value of the header Authorization for methods that need no challenge by the server. */
    private static Optional<String> authorization(HttpEndpoint http) {
        String method = http.getAuthMethod() == null ? "" : http.getAuthMethod();
        if (method.equalsIgnoreCase("Bearer")) {
            return text(http.getAuthBearerToken()).map(token -> "Bearer " + token);
        }
        return method.equalsIgnoreCase("Basic")
                ? text(http.getAuthUsername())
                        .map(user -> user + ":" + text(http.getAuthPassword()).orElse(""))
                        .map(both ->
                                "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    private static Optional<String> text(@Nullable String text) {
        return Optional.ofNullable(text);
    }

    /** Returns false if a header redirected the request to another server, which must not receive the password. */
    private static boolean isFor(HttpEndpoint http, HttpRequest request) {
        HttpHost own = HttpHost.create(http.getHttpUri());
        return request.getAuthority() == null
                || (own.getHostName().equalsIgnoreCase(request.getAuthority().getHostName())
                        && own.getPort() == request.getAuthority().getPort());
    }
}
