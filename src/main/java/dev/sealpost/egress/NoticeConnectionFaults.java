package dev.sealpost.egress;

import java.io.IOException;
import java.net.SocketException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Detects a pooled connection that the receiver has closed: it has carried a request before, and no byte arrived since this
 * request began. Detects a proxy that opens no tunnel, whose answer would otherwise count as that of the receiver. Neither can be
 * seen elsewhere.
 */
final class NoticeConnectionFaults extends HttpRequestExecutor {

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
            return checked(request, super.execute(request, connection, informationCallback, context));
        } catch (NoHttpResponseException | SocketException | ConnectionClosedException e) {
            if (isReused && before.getReceivedBytesCount() == received) {
                throw new StaleConnectionException(e);
            }
            throw e;
        }
    }

    private static ClassicHttpResponse checked(ClassicHttpRequest request, ClassicHttpResponse response)
            throws ProxyRefusedException {
        if (Method.CONNECT.isSame(request.getMethod()) && response.getCode() != HttpStatus.SC_OK) {
            throw new ProxyRefusedException(response.getCode());
        }
        return response;
    }
}
