package dev.sealpost.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Looks names up with a deadline and remembers the answers for a while. Look-ups run on the executor's platform threads:
 * a few hundred of them on virtual threads would stop every other virtual thread, because the system's resolver blocks
 * the carrier.
 */
final class BoundedLookups {

    static final Duration FOUND_FOR = Duration.ofSeconds(30);
    static final Duration MISSING_FOR = Duration.ofSeconds(2);
    static final int MOST_NAMES = 4096;

    private final NameLookup names;
    private final Executor threads;
    private final Duration deadline;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();

    /** Oldest first, for {@link #MOST_NAMES}. */
    private final Map<String, Lookup> lookups = new LinkedHashMap<>();

    BoundedLookups(NameLookup names, Executor threads, Duration deadline, LongSupplier nanoClock) {
        this.names = names;
        this.threads = threads;
        this.deadline = deadline;
        this.nanoClock = nanoClock;
    }

    /** One question, asked once for all who wait for it. */
    private final class Lookup {

        private final String name;
        private final CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        private volatile long staleAt = Long.MAX_VALUE;

        Lookup(String name) {
            this.name = name;
        }

        void ask() {
            try {
                List<InetAddress> addresses = names.addresses(name);
                staleAt = nanoClock.getAsLong() + FOUND_FOR.toNanos();
                answer.complete(addresses);
            } catch (UnknownHostException | RuntimeException e) {
                staleAt = nanoClock.getAsLong() + MISSING_FOR.toNanos();
                answer.completeExceptionally(e);
            }
        }

        boolean isStale() {
            return answer.isDone() && nanoClock.getAsLong() - staleAt >= 0;
        }
    }

    /** @throws UnknownHostException when there is no such name, or no answer in time */
    List<InetAddress> addresses(String name) throws UnknownHostException {
        try {
            return current(name.toLowerCase(Locale.ROOT)).answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw unknown("The look-up of " + name + " took longer than " + deadline.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw unknown(name + " has no address", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("The look-up of " + name + " was interrupted", e);
        }
    }

    private Lookup current(String name) throws UnknownHostException {
        lock.lock();
        try {
            Lookup known = lookups.get(name);
            if (known != null && !known.isStale()) {
                return known;
            }
            Lookup fresh = new Lookup(name);
            threads.execute(fresh::ask);
            lookups.remove(name);
            lookups.put(name, fresh);
            if (lookups.size() > MOST_NAMES) {
                lookups.remove(lookups.keySet().iterator().next());
            }
            return fresh;
        } catch (RejectedExecutionException e) {
            throw unknown("Too many other names are being looked up to look up " + name, e);
        } finally {
            lock.unlock();
        }
    }

    private static UnknownHostException unknown(String message, Exception cause) {
        UnknownHostException unknown = new UnknownHostException(message);
        unknown.initCause(cause);
        return unknown;
    }
}
