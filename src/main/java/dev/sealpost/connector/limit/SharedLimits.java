package dev.sealpost.connector.limit;

import dev.sealpost.connector.credential.Credential;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits in memory, which learn the pauses of other nodes from the database: at most one read a second for all credentials, and
 * none while no credential is used.
 */
final class SharedLimits implements CredentialLimits {

    /** Longest pause: a vendor's reset that lies further ahead is more likely misread. */
    static final Duration LONGEST = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(SharedLimits.class);
    private static final long AGE = Duration.ofSeconds(1).toNanos();

    /** Difference below which a longer pause is not written, since many answers at once ask for about the same. */
    private static final long SAME = Duration.ofMillis(500).toNanos();

    private final PauseRows rows;
    private final LongSupplier nanos;
    /** Ends of pauses by the monotonic clock. */
    private final Map<String, Long> ends = new ConcurrentHashMap<>();

    private final Map<String, Permits> permits = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile long readAt;

    private record Permits(int number, Semaphore free) {}

    /** @param nanos monotonic clock such as {@link System#nanoTime} */
    SharedLimits(PauseRows rows, LongSupplier nanos) {
        this.rows = rows;
        this.nanos = nanos;
        this.readAt = nanos.getAsLong();
    }

    @Override
    public Optional<Duration> pause(String credential) {
        readOthers();
        Long end = ends.get(credential);
        if (end == null) {
            return Optional.empty();
        }
        long rest = end - nanos.getAsLong();
        if (rest <= 0) {
            ends.remove(credential, end);
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(rest));
    }

    @Override
    public void pause(String credential, Duration time) {
        Duration pause = time.compareTo(LONGEST) < 0 ? time : LONGEST;
        if (pause.isNegative() || pause.isZero() || !extend(credential, pause)) {
            return;
        }
        LOG.info("credential.paused credential={} time={}", credential, pause);
        try {
            rows.pause(credential, pause);
        } catch (RuntimeException e) {
            LOG.warn("credential.pause-not-shared credential={} reason=\"{}\"", credential, e.toString());
        }
    }

    /** Returns whether the pause is clearly longer than the one before. */
    private boolean extend(String credential, Duration pause) {
        long end = nanos.getAsLong() + pause.toNanos();
        Long before = ends.get(credential);
        ends.merge(credential, end, (one, other) -> one - other > 0 ? one : other);
        return before == null || end - before > SAME;
    }

    private void readOthers() {
        if (nanos.getAsLong() - readAt < 0 || !lock.tryLock()) {
            return;
        }
        try {
            readAt = nanos.getAsLong() + AGE;
            rows.pauses().forEach((credential, rest) -> extend(credential, rest));
        } catch (RuntimeException e) {
            LOG.debug("credential.pauses-not-read reason=\"{}\"", e.toString());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Permit> enter(Credential credential, Duration wait) {
        OptionalInt number = credential.concurrency();
        if (number.isEmpty()) {
            return Optional.of(() -> {});
        }
        Semaphore free = permits.compute(
                        credential.name(),
                        (name, before) -> before != null && before.number() == number.getAsInt()
                                ? before
                                : new Permits(number.getAsInt(), new Semaphore(number.getAsInt(), true)))
                .free();
        try {
            return free.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)
                    ? Optional.of(new OnePermit(free))
                    : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
