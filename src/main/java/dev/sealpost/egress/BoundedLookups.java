package dev.sealpost.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Resolves names with a deadline and caches the answers. A stale answer is served while it is refreshed, and for some minutes
 * if the refresh fails, so that a short outage of a name server stops no delivery (RFC 8767, Serving Stale Data to Improve DNS
 * Resiliency).
 *
 * <p>Lookups run on the platform threads of {@link LookupTurns}: the system resolver blocks the carrier of a virtual thread, so
 * a few hundred lookups would stop all virtual threads.
 */
final class BoundedLookups {

    static final Duration FOUND_FOR = Duration.ofSeconds(30);
    /** Age up to which a stale address is served while it is refreshed. */
    static final Duration STALE_FOR = Duration.ofMinutes(5);

    static final Duration MISSING_FOR = Duration.ofSeconds(2);
    static final int MOST_NAMES = 4096;

    private final NameLookup names;
    private final LookupTurns turns;
    private final Duration deadline;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();

    /** Least recently refreshed first, at most {@link #MOST_NAMES}. */
    private final LinkedHashMap<String, Name> known = new LinkedHashMap<>();

    BoundedLookups(NameLookup names, LookupTurns turns, Duration deadline, LongSupplier nanoClock) {
        this.names = names;
        this.turns = turns;
        this.deadline = deadline;
        this.nanoClock = nanoClock;
    }

    /** One running lookup, shared by all callers that wait for it. */
    private static final class Lookup {

        private final CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        private volatile boolean started;
    }

    /** Cache entry of a name. Guarded by the lock. */
    private final class Name {

        private Optional<Resolved> resolved = Optional.empty();
        private Optional<Failure> failure = Optional.empty();
        private Optional<Lookup> lookup = Optional.empty();

        /** Returns the addresses if they are not older than this. */
        private Optional<List<InetAddress>> resolvedWithin(Duration age) {
            return resolved.filter(each -> isWithin(each.at(), age)).map(Resolved::addresses);
        }

        private Optional<Failure> recentFailure() {
            return failure.filter(each -> isWithin(each.at(), MISSING_FOR));
        }
    }

    private record Resolved(List<InetAddress> addresses, long at) {}

    private record Failure(Throwable reason, long at) {}

    private boolean isWithin(long time, Duration age) {
        return nanoClock.getAsLong() - time < age.toNanos();
    }

    /**
     * The addresses of a name.
     *
     * @throws LookupsBusyException if the lookup could not start in time because of other names
     * @throws UnknownHostException if the name does not exist, or there was no answer in time
     */
    List<InetAddress> addresses(String given) throws UnknownHostException {
        String name = given.toLowerCase(Locale.ROOT);
        Lookup lookup;
        lock.lock();
        try {
            Name entry = known.computeIfAbsent(name, unknown -> new Name());
            Optional<List<InetAddress>> fresh = entry.resolvedWithin(FOUND_FOR);
            if (fresh.isPresent()) {
                return fresh.get();
            }
            if (entry.recentFailure().isEmpty()) {
                ask(name, entry);
            }
            Optional<List<InetAddress>> stale = entry.resolvedWithin(STALE_FOR);
            if (stale.isPresent()) {
                return stale.get();
            }
            Optional<Failure> failure = entry.recentFailure();
            if (failure.isPresent()) {
                throw unknown(name + " has no address", failure.get().reason());
            }
            lookup = entry.lookup.orElseThrow(() -> new LookupsBusyException(name));
        } finally {
            lock.unlock();
        }
        return await(name, lookup);
    }

    private List<InetAddress> await(String name, Lookup lookup) throws UnknownHostException {
        try {
            return lookup.answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // A name whose name servers were slow waits because of them, not because of other names.
            if (!lookup.started && !turns.isSlow(name)) {
                throw new LookupsBusyException(name);
            }
            throw unknown("The lookup of " + name + " took longer than " + deadline.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw unknown(name + " has no address", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("The lookup of " + name + " was interrupted", e);
        }
    }

    /** Starts a lookup unless one is running; starts none if too many are waiting. */
    private void ask(String name, Name entry) {
        if (entry.lookup.isPresent()) {
            return;
        }
        Lookup lookup = new Lookup();
        entry.lookup = Optional.of(lookup);
        if (!turns.offer(name, () -> answer(name, entry, lookup))) {
            entry.lookup = Optional.empty();
        }
        known.putLast(name, entry);
        if (known.size() > MOST_NAMES) {
            known.pollFirstEntry();
        }
    }

    private void answer(String name, Name entry, Lookup lookup) {
        lookup.started = true;
        try {
            List<InetAddress> addresses = names.addresses(name);
            remember(entry, Optional.of(addresses), Optional.empty());
            lookup.answer.complete(addresses);
        } catch (UnknownHostException | RuntimeException | Error e) {
            remember(entry, Optional.empty(), Optional.of(e));
            lookup.answer.completeExceptionally(e);
        }
    }

    private void remember(Name entry, Optional<List<InetAddress>> resolved, Optional<Throwable> failure) {
        lock.lock();
        try {
            long now = nanoClock.getAsLong();
            if (resolved.isPresent()) {
                entry.resolved = resolved.map(addresses -> new Resolved(addresses, now));
            }
            entry.failure = failure.map(reason -> new Failure(reason, now));
            entry.lookup = Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private static UnknownHostException unknown(String message, Throwable cause) {
        UnknownHostException unknown = new UnknownHostException(message);
        unknown.initCause(cause);
        return unknown;
    }
}
