package dev.sealpost.egress;

import java.io.IOException;
import java.util.Optional;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/**
 * HTTP client without {@code close}. A Camel endpoint that stops, as on every reload of its route file, closes its client if it
 * can, and with it the connections of all other endpoints (HttpEndpoint.doStop, Camel 4.17).
 */
@SuppressWarnings("deprecation") // Required by the interface.
final class SharedHttpClient implements HttpClient {

    private final HttpClient shared;

    SharedHttpClient(HttpClient shared) {
        this.shared = shared;
    }

    @Override
    public ClassicHttpResponse executeOpen(
            @Nullable HttpHost target, ClassicHttpRequest request, @Nullable HttpContext context) throws IOException {
        Optional<HttpHost> actual = target != null && target.getHostName().equals(OutboundUrl.SOME_HOST)
                ? OutboundCall.current().flatMap(OutboundCall::target)
                : Optional.empty();
        actual.ifPresent(host -> request.setAuthority(new URIAuthority(host)));
        return shared.executeOpen(actual.orElse(target), request, context);
    }

    @Override
    public <T> T execute(ClassicHttpRequest request, HttpClientResponseHandler<? extends T> handler)
            throws IOException {
        return shared.execute(request, handler);
    }

    @Override
    public <T> T execute(
            ClassicHttpRequest request, @Nullable HttpContext context, HttpClientResponseHandler<? extends T> handler)
            throws IOException {
        return shared.execute(request, context, handler);
    }

    @Override
    public <T> T execute(
            @Nullable HttpHost target, ClassicHttpRequest request, HttpClientResponseHandler<? extends T> handler)
            throws IOException {
        return shared.execute(target, request, handler);
    }

    @Override
    public <T> T execute(
            @Nullable HttpHost target,
            ClassicHttpRequest request,
            @Nullable HttpContext context,
            HttpClientResponseHandler<? extends T> handler)
            throws IOException {
        return shared.execute(target, request, context, handler);
    }

    @Override
    public HttpResponse execute(ClassicHttpRequest request) throws IOException {
        return shared.execute(request);
    }

    @Override
    public HttpResponse execute(ClassicHttpRequest request, @Nullable HttpContext context) throws IOException {
        return shared.execute(request, context);
    }

    @Override
    public ClassicHttpResponse execute(@Nullable HttpHost target, ClassicHttpRequest request) throws IOException {
        return shared.execute(target, request);
    }

    @Override
    public HttpResponse execute(@Nullable HttpHost target, ClassicHttpRequest request, @Nullable HttpContext context)
            throws IOException {
        return shared.execute(target, request, context);
    }
}
