package dev.sealpost.egress;

import java.io.IOException;
import java.util.Optional;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * HTTP client that sends requests to the placeholder {@value OutboundUrl#SOME_HOST} to the URL of the current
 * {@link OutboundCall}, with its TLS identity, and whose {@code close} does nothing. A Camel endpoint that stops, as on every reload of its route
 * file, closes its client, and with it the connections of all other endpoints (HttpEndpoint.doStop, Camel 4.17).
 */
final class SharedHttpClient extends CloseableHttpClient {

    private final IdentityClients shared;

    SharedHttpClient(IdentityClients shared) {
        this.shared = shared;
    }

    @Override
    @SuppressWarnings("deprecation") // The only method that returns the type required here.
    protected CloseableHttpResponse doExecute(
            @Nullable HttpHost target, ClassicHttpRequest request, @Nullable HttpContext context) throws IOException {
        Optional<OutboundCall> call = OutboundCall.current();
        Optional<ParsedUrl> actual = target != null && target.getHostName().equals(OutboundUrl.SOME_HOST)
                ? call.flatMap(OutboundCall::target)
                : Optional.empty();
        ClassicHttpRequest sent = actual.isPresent()
                ? call.flatMap(OutboundCall::method)
                        .map(method -> withMethod(method, request))
                        .orElse(request)
                : request;
        actual.ifPresent(url -> url.apply(sent));
        return shared.with(call.flatMap(OutboundCall::identity))
                .execute(actual.map(ParsedUrl::host).orElse(target), sent, context);
    }

    private static ClassicHttpRequest withMethod(String method, ClassicHttpRequest request) {
        BasicClassicHttpRequest copy = new BasicClassicHttpRequest(method, request.getRequestUri());
        copy.setHeaders(request.getHeaders());
        copy.setEntity(request.getEntity());
        return copy;
    }

    @Override
    public void close() {}

    @Override
    public void close(CloseMode mode) {}
}
