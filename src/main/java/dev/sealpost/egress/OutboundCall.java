package dev.sealpost.egress;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hc.core5.concurrent.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * Deadline of the current thread for outbound HTTP, including lookups, connecting, the request and the whole answer. Socket timeouts cannot do this: they restart with every byte.
 *
 * <pre>{@code
 * try (OutboundCall call = OutboundCall.open(Duration.ofSeconds(15))) {
 *     … any HTTP by the clients of this package …
 * }
 * }</pre>
 *
 * <p>At the deadline a running request is cancelled and its connection closed; a thread that runs no request, or has not returned a moment later, is interrupted once. {@link #close} clears a pending interrupt, so that it does not reach later work of the thread. Open and close on the same thread; a nested call ends no later than the outer one.
 */
public final class OutboundCall implements AutoCloseable {

    /** Time after which the thread of a cancelled request is interrupted. */
    static final Duration GRACE = Duration.ofMillis(200);

    private static final ThreadLocal<OutboundCall> CURRENT = new ThreadLocal<>();

    private final Thread thread = Thread.currentThread();
    private final @Nullable OutboundCall outer;
    private final long deadline;
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable Cancellable running;
    private volatile boolean expired;
    private volatile boolean truncated;
    private Optional<OutboundUrl> url = Optional.empty();
    private Optional<TlsIdentity> identity = Optional.empty();
    private Optional<String> method = Optional.empty();
    private boolean interrupted;
    private boolean closed;

    private OutboundCall(long deadline, @Nullable OutboundCall outer) {
        this.outer = outer;
        this.deadline = outer != null && outer.deadline - deadline < 0 ? outer.deadline : deadline;
    }

    /** Opens a call on the current thread and starts its clock. */
    public static OutboundCall open(Duration deadline) {
        OutboundCall call = new OutboundCall(System.nanoTime() + deadline.toNanos(), CURRENT.get());
        CURRENT.set(call);
        Deadlines.watch(call);
        return call;
    }

    /** Returns the innermost call of this thread; empty if it has none. */
    public static Optional<OutboundCall> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Sets the URL of every request to the host {@value OutboundUrl#SOME_HOST}. */
    public void aimAt(OutboundUrl target) {
        url = Optional.of(target);
    }

    /** Sets the method of every request to the host {@value OutboundUrl#SOME_HOST}, in place of its own. */
    public void use(String otherMethod) {
        method = Optional.of(otherMethod);
    }

    /** Returns the URL of the requests; empty: their own. */
    public Optional<OutboundUrl> url() {
        return url;
    }

    Optional<String> method() {
        return method;
    }

    /** Sets the TLS identity of every request that begins afterwards. */
    public void identifyAs(TlsIdentity tls) {
        identity = Optional.of(tls);
    }

    Optional<TlsIdentity> identity() {
        return identity;
    }

    Optional<ParsedUrl> target() {
        return url.map(OutboundUrl::parsed);
    }

    /** Returns true if at most this much time is left. */
    boolean endsWithin(Duration time) {
        return deadline - System.nanoTime() <= time.toNanos();
    }

    /** Returns true if the deadline has cancelled something. Ask after a failure only: a complete answer counts, however late. */
    public boolean expired() {
        return expired;
    }

    /** Returns true if the last answer was longer than what was kept of it. */
    public boolean truncated() {
        return truncated;
    }

    void truncated(boolean isTruncated) {
        truncated = isTruncated;
    }

    /** Registers the request that the deadline cancels. */
    void begin(Cancellable request) throws DeadlinePassedException {
        lock.lock();
        try {
            if (expired || isDue(System.nanoTime())) {
                expired = true;
                throw new DeadlinePassedException(null);
            }
            running = request;
            truncated = false;
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            running = null;
        } finally {
            lock.unlock();
        }
    }

    /** Enforces the deadline; another thread calls this every 50 ms. */
    void sweep(long now) {
        Optional<Cancellable> cut = Optional.empty();
        lock.lock();
        try {
            if (closed || !isDue(now)) {
                return;
            }
            boolean isFirst = !expired;
            // Set before the thread is woken, because it then asks.
            expired = true;
            if (isFirst && running != null) {
                cut = Optional.of(running);
            } else if (!interrupted && (running == null || now - deadline >= GRACE.toNanos())) {
                interrupted = true;
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
        // Outside the lock, because it closes a socket.
        cut.ifPresent(Cancellable::cancel);
    }

    private boolean isDue(long now) {
        return now - deadline >= 0;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        Deadlines.forget(this);
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
        if (interrupted) {
            Thread.interrupted();
        }
    }
}
