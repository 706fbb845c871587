package dev.sealpost.egress;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * The time that the current thread has for its outbound HTTP, everything included: names, connections, the request and
 * the whole answer. Socket timeouts cannot do this: they start anew with every byte.
 *
 * <pre>{@code
 * try (OutboundCall call = OutboundCall.open(Duration.ofSeconds(15))) {
 *     … any HTTP by the clients of this package …
 * }
 * }</pre>
 *
 * <p>At the deadline a running request is cancelled and its connection closed; a thread that is elsewhere, or still not
 * back a moment later, is interrupted once. {@link #close} takes back an interrupt that nobody has seen, so none reaches
 * what the thread does next. Open and close on the same thread; a call opened inside another ends no later than the outer
 * one.
 */
public final class OutboundCall implements AutoCloseable {

    /** How long a cancelled request may take to come back before its thread is interrupted too. */
    static final Duration GRACE = Duration.ofMillis(200);

    private static final ThreadLocal<OutboundCall> CURRENT = new ThreadLocal<>();

    private final Thread thread = Thread.currentThread();
    private final @Nullable OutboundCall outer;
    private final long deadline;
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable Cancellable running;
    private volatile boolean expired;
    private volatile boolean truncated;
    private Optional<HttpHost> target = Optional.empty();
    private boolean interrupted;
    private boolean closed;

    private OutboundCall(long deadline, @Nullable OutboundCall outer) {
        this.outer = outer;
        this.deadline = outer != null && outer.deadline - deadline < 0 ? outer.deadline : deadline;
    }

    /** Starts the clock for the current thread. */
    public static OutboundCall open(Duration deadline) {
        OutboundCall call = new OutboundCall(System.nanoTime() + deadline.toNanos(), CURRENT.get());
        CURRENT.set(call);
        Deadlines.watch(call);
        return call;
    }

    static Optional<OutboundCall> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Says where its requests go, where their URIs cannot: see {@link OutboundUrl#parseable}. */
    public void aimAt(OutboundUrl url) {
        target = url.hostWithUnderscore();
    }

    Optional<HttpHost> target() {
        return target;
    }

    /** Whether it has no more than this time left. */
    boolean endsWithin(Duration time) {
        return deadline - System.nanoTime() <= time.toNanos();
    }

    /** Whether the deadline has cut something. Asked after a failure: a whole answer is one, however late. */
    public boolean expired() {
        return expired;
    }

    /** Whether the last answer was longer than what was kept of it. */
    public boolean truncated() {
        return truncated;
    }

    void truncated(boolean isTruncated) {
        truncated = isTruncated;
    }

    /** From now on the deadline cancels this request. */
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

    /** Looks at the clock; called every few milliseconds from another thread. */
    void sweep(long now) {
        Optional<Cancellable> cut = Optional.empty();
        lock.lock();
        try {
            if (closed || !isDue(now)) {
                return;
            }
            boolean isFirst = !expired;
            // Before the thread hears of it, which then asks.
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
        // Outside the lock: it closes a socket.
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
