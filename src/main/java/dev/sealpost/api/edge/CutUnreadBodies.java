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
 * Cuts bodies that nobody reads to their end, such as one that is too large or from someone without a token. The answer leaves at
 * once. Then a little more of the body is taken, since a sender that is cut off while it writes may not read the answer any more;
 * and then the connection is closed, however much is still to come and however slowly.
 */
public final class CutUnreadBodies extends ValveBase {

    private static final long MOST = DataSize.ofMegabytes(1).toBytes();
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(5);

    public CutUnreadBodies() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (!request.isAsync() && hasBody(request) && !isReadToItsEnd(request)) {
            response.finishResponse();
            if (!takeTheRest(request)) {
                request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            }
        }
    }

    /** One that waits for a 100 (Continue) sends nothing after another answer. */
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

    /** Takes the rest of the body within the limits; false when it is longer or slower. */
    private static boolean takeTheRest(Request request) {
        org.apache.coyote.Request body = request.getCoyoteRequest();
        long end = System.nanoTime() + LONGEST.toNanos();
        Discarded rest = new Discarded();
        long taken = 0;
        try {
            while (taken < MOST && System.nanoTime() - end < 0 && !isReadToItsEnd(request)) {
                body.action(ActionCode.AVAILABLE, true);
                if (body.getAvailable() > 0) {
                    taken += Math.max(0, body.doRead(rest));
                } else {
                    LockSupport.parkNanos(LOOK.toNanos());
                }
            }
            return isReadToItsEnd(request);
        } catch (IOException e) {
            // The sender is gone, or what it sends is no body.
            return false;
        }
    }

    /** The last bytes of a body that nobody reads. */
    private static final class Discarded implements ApplicationBufferHandler {

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
