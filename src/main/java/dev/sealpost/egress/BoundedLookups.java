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
 * Looks names up with a deadline and remembers the answers for a while. An answer that has grown old is given while it is asked
 * for anew, and for some minutes when there is no new one: a name server that is away for a moment stops no delivery. (RFC 8767,
 * Serving Stale Data to Improve DNS Resiliency.)
 *
 * <p>Look-ups run on the platform threads of {@link LookupTurns}: a few hundred of them on virtual threads would stop every other
 * virtual thread, because the system's resolver blocks the carrier.
 */
final class BoundedLookups {

    static final Duration FOUND_FOR = Duration.ofSeconds(30);
    /** So long after it was found an address is given at once, while it is asked for anew. */
    static final Duration STALE_FOR = Duration.ofMinutes(5);

    static final Duration MISSING_FOR = Duration.ofSeconds(2);
    static final int MOST_NAMES = 4096;

    private final NameLookup names;
    private final LookupTurns turns;
    private final Duration deadline;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();

    /** Those asked for longest ago first, for {@link #MOST_NAMES}. */
    private final LinkedHashMap<String, Name> known = new LinkedHashMap<>();

    BoundedLookups(NameLookup names, LookupTurns turns, Duration deadline, LongSupplier nanoClock) {
        this.names = names;
        this.turns = turns;
        this.deadline = deadline;
        this.nanoClock = nanoClock;
    }

    /** One question, asked once for all who wait for it. */
    private static final class Question {

        private final CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        private volatile boolean begun;
    }

    /** What is known of a name. Its state belongs to the lock. */
    private final class Name {

        private Optional<Found> found = Optional.empty();
        private Optional<Missed> missed = Optional.empty();
        private Optional<Question> asked = Optional.empty();

        /** The addresses, if they were found at most so long ago. */
        private Optional<List<InetAddress>> foundWithin(Duration age) {
            return found.filter(each -> isWithin(each.at(), age)).map(Found::addresses);
        }

        private Optional<Missed> missedLately() {
            return missed.filter(each -> isWithin(each.at(), MISSING_FOR));
        }
    }

    private record Found(List<InetAddress> addresses, long at) {}

    private record Missed(Throwable reason, long at) {}

    private boolean isWithin(long time, Duration age) {
        return nanoClock.getAsLong() - time < age.toNanos();
    }

    /**
     * The addresses of a name.
     *
     * @throws LookupsBusyException when its turn to be looked up did not come in time, which is no fault of the name's
     * @throws UnknownHostException when there is no such name, or no answer in time
     */
    List<InetAddress> addresses(String given) throws UnknownHostException {
        String name = given.toLowerCase(Locale.ROOT);
        Question question;
        lock.lock();
        try {
            Name entry = known.computeIfAbsent(name, unknown -> new Name());
            Optional<List<InetAddress>> fresh = entry.foundWithin(FOUND_FOR);
            if (fresh.isPresent()) {
                return fresh.get();
            }
            if (entry.missedLately().isEmpty()) {
                ask(name, entry);
            }
            Optional<List<InetAddress>> stale = entry.foundWithin(STALE_FOR);
            if (stale.isPresent()) {
                return stale.get();
            }
            Optional<Missed> missed = entry.missedLately();
            if (missed.isPresent()) {
                throw unknown(name + " has no address", missed.get().reason());
            }
            question = entry.asked.orElseThrow(() -> new LookupsBusyException(name));
        } finally {
            lock.unlock();
        }
        return await(name, question);
    }

    private List<InetAddress> await(String name, Question question) throws UnknownHostException {
        try {
            return question.answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // One whose name servers were slow before waits for its turn because of that.
            if (!question.begun && !turns.isSlow(name)) {
                throw new LookupsBusyException(name);
            }
            throw unknown("The look-up of " + name + " took longer than " + deadline.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw unknown(name + " has no address", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("The look-up of " + name + " was interrupted", e);
        }
    }

    /** Unless it was asked for already; without a question where too many wait. */
    private void ask(String name, Name entry) {
        if (entry.asked.isPresent()) {
            return;
        }
        Question question = new Question();
        entry.asked = Optional.of(question);
        if (!turns.offer(name, () -> answer(name, entry, question))) {
            entry.asked = Optional.empty();
        }
        known.putLast(name, entry);
        if (known.size() > MOST_NAMES) {
            known.pollFirstEntry();
        }
    }

    private void answer(String name, Name entry, Question question) {
        question.begun = true;
        try {
            List<InetAddress> addresses = names.addresses(name);
            remember(entry, Optional.of(addresses), Optional.empty());
            question.answer.complete(addresses);
        } catch (UnknownHostException | RuntimeException | Error e) {
            remember(entry, Optional.empty(), Optional.of(e));
            question.answer.completeExceptionally(e);
        }
    }

    private void remember(Name entry, Optional<List<InetAddress>> found, Optional<Throwable> missed) {
        lock.lock();
        try {
            long now = nanoClock.getAsLong();
            if (found.isPresent()) {
                entry.found = found.map(addresses -> new Found(addresses, now));
            }
            entry.missed = missed.map(reason -> new Missed(reason, now));
            entry.asked = Optional.empty();
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
