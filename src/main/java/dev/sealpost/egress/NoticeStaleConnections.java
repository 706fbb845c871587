package dev.sealpost.egress;

import java.io.IOException;
import java.net.SocketException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Detects a pooled connection that the receiver has closed: it has carried a request before, and no byte arrived since this
 * request began. The counters of the connection are available only here.
 */
final class NoticeStaleConnections extends HttpRequestExecutor {

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            @Nullable HttpResponseInformationCallback informationCallback,
            HttpContext context)
            throws IOException, HttpException {
        EndpointDetails before = connection.getEndpointDetails();
        boolean isReused = before != null && before.getRequestCount() > 0;
        long received = before == null ? 0 : before.getReceivedBytesCount();
        try {
            return super.execute(request, connection, informationCallback, context);
        } catch (NoHttpResponseException | SocketException | ConnectionClosedException e) {
            if (isReused && before.getReceivedBytesCount() == received) {
                throw new StaleConnectionException(e);
            }
            throw e;
        }
    }
}
