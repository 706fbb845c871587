package dev.sealpost.route;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Prepares each {@code http:} endpoint of a route: nothing takes the place of the guarded client, and what is known of user,
 * password or token goes with the first request. Camel waits to be asked, which many servers never do, and sends the body twice.
 */
final class PrepareHttp implements EndpointStrategy {

    /** What would open connections in place of the guarded client. */
    private static final Pattern REPLACING =
            Pattern.compile("(?i)[?&](clientConnectionManager|clientBuilder|httpClientConfigurer|httpClient)=([^&]*)");

    private static final Set<String> OURS = Set.of("#webhookHttpClient", "#connectorHttpClient");

    static void in(CamelContext camel) {
        camel.getCamelContextExtension().registerEndpointCallback(new PrepareHttp());
    }

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        if (endpoint instanceof HttpEndpoint http) {
            requireGuard(uri);
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
        Matcher option = REPLACING.matcher(uri.replace("%23", "#"));
        while (option.find()) {
            if (!OURS.contains(option.group(2))) {
                throw new IllegalArgumentException("the option " + option.group(1)
                        + " would replace the client that guards which addresses are called: leave it out, and allow"
                        + " networks with sealpost.egress.allow");
            }
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
