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
 * Prepares each {@code http:} endpoint of a route: nothing takes the place of the guarded client, and what is known of user,
 * password or token goes with the first request. Camel waits to be asked, which many servers never do, and sends the body twice.
 */
final class PrepareHttp implements EndpointStrategy {

    private static final String REPLACES = "would replace the client that guards which addresses are called";
    private static final String UNREAD =
            "would not be read, as the client that guards which addresses are called is shared";

    private static final String ALLOW = "leave it out, and allow networks with sealpost.egress.allow";
    private static final String TRUST = "leave it out, and put the certificates into the trust store of Java";
    private static final String TOKEN =
            "leave it out, get the token with a call of its own, and set it as the header Authorization";

    /** By their names: what is wrong, and what to do instead. */
    private static final Map<String, Map.Entry<String, String>> REFUSED = Map.of(
            "clientConnectionManager", Map.entry(REPLACES, ALLOW),
            "clientBuilder", Map.entry(REPLACES, ALLOW),
            "httpClientConfigurer", Map.entry(REPLACES, ALLOW),
            "httpClient", Map.entry(REPLACES, ALLOW),
            "sslContextParameters", Map.entry(UNREAD, TRUST),
            "x509HostnameVerifier", Map.entry(UNREAD, TRUST),
            // Camel builds that client before it restricts the one of the endpoint.
            "oauth2TokenEndpoint",
                    Map.entry("would call the token endpoint without a time limit, and follow redirects", TOKEN));

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
        // Camel's own way needs the cache that the guarded client has not, and looks at no host.
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

    /** A proxy looks names up by itself; addresses it is told are looked at here. */
    private static void guardAddresses(HttpEndpoint http) {
        AddressGuard guard = CamelContextHelper.findSingleByType(http.getCamelContext(), AddressGuard.class);
        if (guard != null) {
            http.getClientBuilder()
                    .addRequestInterceptorFirst((request, entity, context) -> guard.requireAllowedLiteral(
                            OutboundUrl.parse(request.getScheme() + "://" + request.getAuthority())));
        }
    }

    /** The value of the header, for what needs no challenge of the server. */
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

    /** A header can send the request elsewhere, where the password has no business. */
    private static boolean isFor(HttpEndpoint http, HttpRequest request) {
        HttpHost own = HttpHost.create(http.getHttpUri());
        return request.getAuthority() == null
                || (own.getHostName().equalsIgnoreCase(request.getAuthority().getHostName())
                        && own.getPort() == request.getAuthority().getPort());
    }
}
