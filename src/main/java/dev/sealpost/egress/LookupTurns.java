package dev.sealpost.egress;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;

/**
 * Schedules name lookups fairly. The system resolver blocks a thread until the name server answers, so each domain gets a
 * limited share of the threads, and domains whose name servers were recently slow share a few. Within these limits, domains are
 * served round robin.
 */
final class LookupTurns {

    /** Maximum of concurrent lookups. */
    static final int RUNNING = 256;
    /** The same for one registered domain. */
    static final int OF_ONE_DOMAIN = 16;
    /** The same for all recently slow domains together, one for each. */
    static final int OF_SLOW_DOMAINS = 32;
    /** Maximum of queued lookups, for one registered domain and in total. */
    static final int WAITING_OF_ONE_DOMAIN = 256;

    static final int WAITING = 4096;

    /** Duration of a lookup from which its domain counts as slow. */
    static final Duration SLOW = Duration.ofSeconds(1);
    /** Time for which a domain counts as slow, unless a lookup is quick. */
    static final Duration SLOW_FOR = Duration.ofMinutes(10);

    private static final int MOST_DOMAINS = 8192;

    private final Executor threads;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();

    /** Domains with lookups or recently slow, next one first. */
    private final LinkedHashMap<String, Domain> domains = new LinkedHashMap<>();

    private int running;
    private int runningOfSlow;
    private int waiting;

    /** @param threads at least {@link #RUNNING} threads, or the caller's thread */
    LookupTurns(Executor threads, LongSupplier nanoClock) {
        this.threads = threads;
        this.nanoClock = nanoClock;
    }

    private record Turn(Runnable lookup, long since, boolean isOfSlow) {}

    private final class Domain {

        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private final Deque<Turn> running = new ArrayDeque<>();
        private long slowUntil = nanoClock.getAsLong();

        boolean isSlow(long now) {
            Turn longest = running.peekFirst();
            return slowUntil - now > 0 || (longest != null && now - longest.since() >= SLOW.toNanos());
        }

        private boolean mayRun(long now) {
            if (waiting.isEmpty()) {
                return false;
            }
            return isSlow(now) ? running.isEmpty() && runningOfSlow < OF_SLOW_DOMAINS : running.size() < OF_ONE_DOMAIN;
        }

        private boolean isRemovable(long now) {
            return waiting.isEmpty() && running.isEmpty() && !isSlow(now);
        }
    }

    /** Queues the lookup. Returns false if too many are queued. */
    boolean offer(String name, Runnable lookup) {
        lock.lock();
        try {
            Domain domain = domains.computeIfAbsent(domain(name), unknown -> new Domain());
            if (waiting >= WAITING || domain.waiting.size() >= WAITING_OF_ONE_DOMAIN) {
                return false;
            }
            domain.waiting.add(lookup);
            waiting++;
        } finally {
            lock.unlock();
        }
        startNext();
        return true;
    }

    /** Returns true if the name servers of this name are slow, or were recently. */
    boolean isSlow(String name) {
        lock.lock();
        try {
            Domain domain = domains.get(domain(name));
            return domain != null && domain.isSlow(nanoClock.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    private void startNext() {
        for (Optional<Runnable> next = next(); next.isPresent(); next = next()) {
            try {
                threads.execute(next.get());
            } catch (RejectedExecutionException e) {
                // The node is stopping; nobody waits for the address.
                return;
            }
        }
    }

    /** Takes the next lookup; empty if none may run now. */
    private Optional<Runnable> next() {
        lock.lock();
        try {
            long now = nanoClock.getAsLong();
            for (Map.Entry<String, Domain> entry : domains.entrySet()) {
                Domain domain = entry.getValue();
                if (running < RUNNING && domain.mayRun(now)) {
                    Turn turn = begin(domain, now);
                    // The others come first now.
                    domains.putLast(entry.getKey(), domain);
                    return Optional.of(() -> run(entry.getKey(), domain, turn));
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Turn begin(Domain domain, long now) {
        Turn turn = new Turn(domain.waiting.remove(), now, domain.isSlow(now));
        domain.running.add(turn);
        waiting--;
        running++;
        runningOfSlow += turn.isOfSlow() ? 1 : 0;
        return turn;
    }

    private void run(String name, Domain domain, Turn turn) {
        try {
            turn.lookup().run();
        } finally {
            end(name, domain, turn);
            startNext();
        }
    }

    private void end(String name, Domain domain, Turn turn) {
        lock.lock();
        try {
            long now = nanoClock.getAsLong();
            domain.running.remove(turn);
            domain.slowUntil = now - turn.since() >= SLOW.toNanos() ? now + SLOW_FOR.toNanos() : now;
            running--;
            runningOfSlow -= turn.isOfSlow() ? 1 : 0;
            if (domain.isRemovable(now)) {
                domains.remove(name, domain);
            }
            evictOldest();
        } finally {
            lock.unlock();
        }
    }

    /** Keeps at most {@link #MOST_DOMAINS} domains. */
    private void evictOldest() {
        if (domains.size() > MOST_DOMAINS) {
            Iterator<Domain> oldest = domains.values().iterator();
            while (domains.size() > MOST_DOMAINS && oldest.hasNext()) {
                Domain domain = oldest.next();
                if (domain.waiting.isEmpty() && domain.running.isEmpty()) {
                    oldest.remove();
                }
            }
        }
    }

    /** Returns the registered domain, such as {@code example.co.uk}; the name itself if it is unknown. */
    private static String domain(String name) {
        String domain = Suffixes.PUBLIC.getDomainRoot(name);
        return domain == null ? name : domain;
    }

    /** Loaded at the first lookup. */
    private static final class Suffixes {
        static final PublicSuffixMatcher PUBLIC = PublicSuffixMatcherLoader.getDefault();
    }
}
