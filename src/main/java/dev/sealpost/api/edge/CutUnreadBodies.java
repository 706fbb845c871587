package dev.sealpost.api.edge;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.springframework.http.HttpHeaders;
import org.springframework.util.unit.DataSize;

/**
 * Aborts bodies that are not read to their end, such as oversized or unauthenticated ones. Sends the answer at once,
 * then discards a little more of the body, since a sender that is disconnected while writing may not read the answer,
 * and then closes the connection.
 */
public final class CutUnreadBodies extends ValveBase {

    private static final long MOST = DataSize.ofMegabytes(1).toBytes();
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(5);

    public CutUnreadBodies() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (!request.isAsync() && hasBody(request) && !isReadToItsEnd(request)) {
            response.finishResponse();
            if (!discardRest(request)) {
                request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            }
        }
    }

    /** Returns whether a body follows. A sender that waits for a 100 (Continue) sends none after another answer. */
    private static boolean hasBody(Request request) {
        boolean isAnnounced =
                request.getContentLengthLong() > 0 || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
        return isAnnounced && request.getHeader(HttpHeaders.EXPECT) == null;
    }

    private static boolean isReadToItsEnd(Request request) {
        AtomicBoolean finished = new AtomicBoolean();
        request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, finished);
        return finished.get();
    }

    /** Discards the rest of the body; returns false if it is too large or too slow. */
    private static boolean discardRest(Request request) {
        org.apache.coyote.Request body = request.getCoyoteRequest();
        long end = System.nanoTime() + LONGEST.toNanos();
        DiscardedBytes rest = new DiscardedBytes();
        long discarded = 0;
        try {
            while (discarded < MOST && System.nanoTime() - end < 0 && !isReadToItsEnd(request)) {
                body.action(ActionCode.AVAILABLE, true);
                if (body.getAvailable() > 0) {
                    discarded += Math.max(0, body.doRead(rest));
                } else {
                    LockSupport.parkNanos(POLL.toNanos());
                }
            }
            return isReadToItsEnd(request);
        } catch (IOException e) {
            // The sender disconnected, or the body is malformed.
            return false;
        }
    }

    /** Buffer of discarded bytes. */
    private static final class DiscardedBytes implements ApplicationBufferHandler {

        private ByteBuffer bytes = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            bytes = buffer;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return bytes;
        }

        @Override
        public void expand(int size) {
            // The buffer is always the server's own.
        }
    }
}
