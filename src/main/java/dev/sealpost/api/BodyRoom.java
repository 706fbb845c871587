package dev.sealpost.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.Semaphore;

/**
 * Memory for bodies of senders who are not known yet. Anybody may send them, as slowly as they like, so all of them together have
 * to fit.
 */
final class BodyRoom {

    private static final int KIBIBYTE = 1024;

    private final Semaphore kibibytes;
    private final int limit;

    /**
     * @param bytes for all bodies together
     * @param limit bytes of the largest body
     */
    BodyRoom(long bytes, long limit) {
        this.limit = Math.toIntExact(kibibytes(limit));
        this.kibibytes = new Semaphore(Math.max(this.limit, Math.toIntExact(kibibytes(bytes))));
    }

    /** To be given back. */
    interface Held extends AutoCloseable {

        @Override
        void close();
    }

    /**
     * Takes room for the body of a request: for as much as it announces, or for the largest.
     *
     * @throws NoRoomException when there is none just now
     */
    Held take(HttpServletRequest request) {
        long announced = request.getContentLengthLong();
        int room = announced < 0 ? limit : (int) Math.min(limit, kibibytes(announced));
        if (!kibibytes.tryAcquire(room)) {
            throw new NoRoomException();
        }
        return () -> kibibytes.release(room);
    }

    private static long kibibytes(long bytes) {
        return (bytes + KIBIBYTE - 1) / KIBIBYTE;
    }
}
