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
 * Decides which look-up of a name goes next. The system's resolver blocks a thread for as long as a name server does not
 * answer, so no domain gets more than a share of the threads, and those whose name servers did not answer lately share a few.
 * Within that, the domains take turns.
 */
final class LookupTurns {

    /** Look-ups that run at a time. */
    static final int RUNNING = 256;
    /** Of one registered domain. */
    static final int OF_ONE_DOMAIN = 16;
    /** Of all domains together that were slow lately, one of each. */
    static final int OF_SLOW_DOMAINS = 32;
    /** Look-ups that wait for their turn, of one registered domain and of all. */
    static final int WAITING_OF_ONE_DOMAIN = 256;

    static final int WAITING = 4096;

    /** A look-up that takes longer makes its domain slow. */
    static final Duration SLOW = Duration.ofSeconds(1);
    /** Until a domain that was slow is trusted again, unless a look-up of it is quick. */
    static final Duration SLOW_FOR = Duration.ofMinutes(10);

    private static final int MOST_DOMAINS = 8192;

    private final Executor threads;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();

    /** Those that have look-ups or were slow, in the order of their turns. */
    private final LinkedHashMap<String, Domain> domains = new LinkedHashMap<>();

    private int running;
    private int runningOfSlow;
    private int waiting;

    /** @param threads at least {@link #RUNNING}, or the caller's own */
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

        private boolean isForgettable(long now) {
            return waiting.isEmpty() && running.isEmpty() && !isSlow(now);
        }
    }

    /** Runs the look-up on one of the threads when it is its turn. False, and nothing happens, where too many wait already. */
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
        goOn();
        return true;
    }

    /** Whether the name servers of this name did not answer in time lately, or do not now. */
    boolean isSlow(String name) {
        lock.lock();
        try {
            Domain domain = domains.get(domain(name));
            return domain != null && domain.isSlow(nanoClock.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    private void goOn() {
        for (Optional<Runnable> next = next(); next.isPresent(); next = next()) {
            try {
                threads.execute(next.get());
            } catch (RejectedExecutionException e) {
                // The node stops; nobody waits for an address any more.
                return;
            }
        }
    }

    /** The next look-up with all that belongs to it; empty when none may run now. */
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
            goOn();
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
            if (domain.isForgettable(now)) {
                domains.remove(name, domain);
            }
            forgetTheOldestSlow();
        } finally {
            lock.unlock();
        }
    }

    /** Being slow lately is remembered of so many domains. */
    private void forgetTheOldestSlow() {
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

    /** What somebody registered, such as {@code example.co.uk}; the name itself where that cannot be told. */
    private static String domain(String name) {
        String domain = Suffixes.PUBLIC.getDomainRoot(name);
        return domain == null ? name : domain;
    }

    /** Read when the first name is looked up. */
    private static final class Suffixes {
        static final PublicSuffixMatcher PUBLIC = PublicSuffixMatcherLoader.getDefault();
    }
}
