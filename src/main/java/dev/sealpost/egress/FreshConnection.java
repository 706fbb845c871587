package dev.sealpost.egress;

import java.io.IOException;
import org.apache.hc.client5.http.EndpointInfo;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/** Takes a place in the pool like its original, and then a new connection where that place comes with a kept one. */
final class FreshConnection implements ExecRuntime {

    private final ExecRuntime original;

    FreshConnection(ExecRuntime original) {
        this.original = original;
    }

    @Override
    public void acquireEndpoint(String id, HttpRoute route, @Nullable Object state, HttpClientContext context)
            throws IOException {
        original.acquireEndpoint(id, route, state, context);
        if (original.isEndpointConnected()) {
            original.disconnectEndpoint();
        }
    }

    @Override
    public boolean isExecutionAborted() {
        return original.isExecutionAborted();
    }

    @Override
    public boolean isEndpointAcquired() {
        return original.isEndpointAcquired();
    }

    @Override
    public void releaseEndpoint() {
        original.releaseEndpoint();
    }

    @Override
    public void discardEndpoint() {
        original.discardEndpoint();
    }

    @Override
    public boolean isEndpointConnected() {
        return original.isEndpointConnected();
    }

    @Override
    public void disconnectEndpoint() throws IOException {
        original.disconnectEndpoint();
    }

    @Override
    public void connectEndpoint(HttpClientContext context) throws IOException {
        original.connectEndpoint(context);
    }

    @Override
    public void upgradeTls(HttpClientContext context) throws IOException {
        original.upgradeTls(context);
    }

    @Override
    public @Nullable EndpointInfo getEndpointInfo() {
        return original.getEndpointInfo();
    }

    @Override
    @SuppressWarnings("deprecation") // The interface asks for it.
    public ClassicHttpResponse execute(String id, ClassicHttpRequest request, HttpClientContext context)
            throws IOException, HttpException {
        return original.execute(id, request, context);
    }

    @Override
    public ClassicHttpResponse execute(
            String id,
            ClassicHttpRequest request,
            @Nullable HttpResponseInformationCallback callback,
            HttpClientContext context)
            throws IOException, HttpException {
        return original.execute(id, request, callback, context);
    }

    @Override
    public boolean isConnectionReusable() {
        return original.isConnectionReusable();
    }

    @Override
    public void markConnectionReusable(@Nullable Object state, @Nullable TimeValue validity) {
        original.markConnectionReusable(state, validity);
    }

    @Override
    public void markConnectionNonReusable() {
        original.markConnectionNonReusable();
    }

    @Override
    public ExecRuntime fork(CancellableDependency dependency) {
        return new FreshConnection(original.fork(dependency));
    }
}
