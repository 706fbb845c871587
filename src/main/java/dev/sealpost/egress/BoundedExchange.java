package dev.sealpost.egress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Outermost interceptor of every exchange. It applies the deadline of the current {@link OutboundCall}, or the client's own
 * response timeout if that ends earlier, and reads the answer into memory so that the deadline covers reading too. Sockets have
 * no timeout: one thread watches all deadlines, which is cheaper than a timed read per virtual thread.
 */
final class BoundedExchange implements ExecChainHandler {

    /** Treatment of an answer that exceeds the limit. */
    enum Excess {
        /** Keep what was read, mark the call as truncated, close the connection. */
        CUT_OFF,
        /** Throw {@link AnswerTooLargeException}. */
        REFUSED
    }

    private static final int FIRST_BUFFER = 1024;
    private static final int READ_BUFFER = 8192;

    private final int limit;
    private final Excess excess;
    private final Duration longest;

    BoundedExchange(EgressSettings.Limits limits, Excess excess) {
        this.limit = Math.toIntExact(limits.answer().toBytes());
        this.excess = excess;
        this.longest = limits.responseTimeout();
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Optional<OutboundCall> current = OutboundCall.current().filter(call -> call.endsWithin(longest));
        if (current.isPresent()) {
            return execute(request, scope, chain, current.get());
        }
        try (OutboundCall call = OutboundCall.open(longest)) {
            return execute(request, scope, chain, call);
        }
    }

    private ClassicHttpResponse execute(
            ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain, OutboundCall call)
            throws IOException, HttpException {
        call.begin(cancellable(scope));
        try {
            return bounded(proceed(request, scope, chain, call), scope, call);
        } catch (IOException | HttpException | RuntimeException e) {
            scope.execRuntime.discardEndpoint();
            if (call.expired()) {
                throw new DeadlinePassedException(e);
            }
            throw e;
        } finally {
            call.end();
        }
    }

    /**
     * Repeats the request on a new connection if a pooled connection turns out to be closed, which is not a failure of the
     * receiver. As with every retry, the receiver may have read the first request.
     */
    private static ClassicHttpResponse proceed(
            ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain, OutboundCall call)
            throws IOException, HttpException {
        try {
            return chain.proceed(request, scope);
        } catch (StaleConnectionException e) {
            if (call.expired() || !isRepeatable(scope.originalRequest)) {
                throw e;
            }
            connectAnew(scope);
            // The chain has already added its headers to the first request.
            return chain.proceed(
                    ClassicRequestBuilder.copy(scope.originalRequest).build(), scope);
        }
    }

    /** Takes a place in the pool, as the chain would, and closes the kept connection that may come with it: it may be stale too. */
    private static void connectAnew(ExecChain.Scope scope) throws IOException {
        ExecRuntime runtime = scope.execRuntime;
        runtime.discardEndpoint();
        runtime.acquireEndpoint(scope.exchangeId, scope.route, scope.clientContext.getUserToken(), scope.clientContext);
        runtime.disconnectEndpoint();
    }

    private static boolean isRepeatable(ClassicHttpRequest request) {
        return request.getEntity() == null || request.getEntity().isRepeatable();
    }

    /** Cancels the request in any phase: waiting for a connection, connecting, writing or reading. */
    private static Cancellable cancellable(ExecChain.Scope scope) {
        return scope.originalRequest instanceof Cancellable request
                ? request
                : () -> {
                    scope.execRuntime.discardEndpoint();
                    return true;
                };
    }

    private ClassicHttpResponse bounded(ClassicHttpResponse response, ExecChain.Scope scope, OutboundCall call)
            throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return response;
        }
        byte[] kept = read(entity);
        if (kept.length <= limit) {
            scope.execRuntime.releaseEndpoint();
        }
        if (kept.length == 0 && excess == Excess.CUT_OFF) {
            // Camel allocates a stream cache for an entity without content.
            response.setEntity(null);
            return response;
        }
        if (kept.length > limit) {
            // Close instead of draining: the rest may be endless.
            scope.execRuntime.discardEndpoint();
            if (excess == Excess.REFUSED) {
                throw new AnswerTooLargeException(limit);
            }
            call.truncated(true);
        }
        response.setEntity(new BufferedAnswer(kept, Math.min(kept.length, limit), entity.getContentType()));
        // With this header, Camel would decompress the body without a limit.
        response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
        return response;
    }

    /** Reads at most one byte more than the limit. */
    private byte[] read(HttpEntity entity) throws IOException {
        InputStream in = entity.getContent();
        long announced = entity.getContentLength();
        if (announced >= 0 && announced <= limit) {
            byte[] all = in.readNBytes((int) announced);
            if (in.read() < 0) {
                return all;
            }
            throw new IOException("The answer is longer than its Content-Length");
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream(FIRST_BUFFER);
        byte[] buffer = new byte[READ_BUFFER];
        while (kept.size() <= limit) {
            int count = in.read(buffer, 0, Math.min(buffer.length, limit + 1 - kept.size()));
            if (count < 0) {
                break;
            }
            kept.write(buffer, 0, count);
        }
        return kept.toByteArray();
    }

    /** In-memory entity that keeps the content type as sent, even if it cannot be parsed. */
    private static final class BufferedAnswer extends HttpEntityWrapper {

        private final @Nullable String contentType;

        BufferedAnswer(byte[] bytes, int length, @Nullable String contentType) {
            super(new ByteArrayEntity(bytes, 0, length, null));
            this.contentType = contentType;
        }

        @Override
        public @Nullable String getContentType() {
            return contentType;
        }

        /** Camel turns a short streaming entity into a byte array, and every other entity into a stream. */
        @Override
        public boolean isStreaming() {
            return true;
        }
    }
}
