package dev.sealpost.connector.credential;

import dev.sealpost.connector.VendorRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Access token of one credential, fetched once for all routes. A token that is due is renewed by one caller, while the others use
 * it until it expires. Thread-safe.
 */
final class SharedToken {

    private static final Logger LOG = LoggerFactory.getLogger(SharedToken.class);

    /** Time in which a failure answers all callers, so that waiting routes do not repeat it one after the other. */
    private static final Duration FAILURE = Duration.ofSeconds(1);

    /** Longest time without another try, whatever the token endpoint asks for. */
    private static final Duration LONGEST_FAILURE = Duration.ofHours(1);

    /** Least time between two tokens that are fetched because the vendor answered 401: another token would not help. */
    private static final Duration BETWEEN_REJECTIONS = Duration.ofMinutes(1);

    private final String credential;
    private final ObtainToken obtain;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final MaskedTokens masked = new MaskedTokens();
    private volatile @Nullable Token token;
    private volatile @Nullable Failure failure;
    private @Nullable String rejected;
    private @Nullable Instant rejectedAt;

    private record Failure(CredentialException reason, Instant until) {}

    SharedToken(String credential, ObtainToken obtain, Clock clock) {
        this.credential = credential;
        this.obtain = obtain;
        this.clock = clock;
    }

    /**
     * Returns a token that has not expired.
     *
     * @throws CredentialException if none can be had
     */
    Token current() {
        Token held = token;
        Instant now = clock.instant();
        if (held != null && !held.isDue(now)) {
            return held;
        }
        if (held != null && !held.isExpired(now)) {
            return lock.tryLock() ? renewed() : held;
        }
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CredentialException("interrupted while another route fetches a token for " + credential);
        }
        return renewed();
    }

    /** Returns the renewed token and releases the lock. */
    private Token renewed() {
        try {
            Token held = token;
            Instant now = clock.instant();
            if (held != null && !held.isDue(now)) {
                return held;
            }
            try {
                requireNoFailure(now);
                return keep(obtain.obtain(Optional.ofNullable(rejected)));
            } catch (CredentialException e) {
                note(e, now);
                if (held != null && !held.isExpired(now)) {
                    return held;
                }
                throw e;
            }
        } finally {
            lock.unlock();
        }
    }

    private void requireNoFailure(Instant now) {
        Failure last = failure;
        if (last != null && now.isBefore(last.until())) {
            throw new CredentialException(
                    String.valueOf(last.reason().getMessage()),
                    last.reason().retryAfter().map(wait -> Duration.between(now, last.until())));
        }
    }

    private void note(CredentialException e, Instant now) {
        Failure last = failure;
        if (last == null || !now.isBefore(last.until())) {
            Duration pause = e.retryAfter().orElse(FAILURE);
            failure = new Failure(e, now.plus(pause.compareTo(LONGEST_FAILURE) < 0 ? pause : LONGEST_FAILURE));
            LOG.warn("credential.token-failed credential={} reason=\"{}\"", credential, e.getMessage());
        }
    }

    private Token keep(Token next) {
        failure = null;
        rejected = null;
        masked.add(next.value());
        token = next;
        LOG.info(
                "credential.token-fetched credential={} expiresAt={}",
                credential,
                next.expiresAt().map(Instant::toString).orElse(""));
        return next;
    }

    /** Returns whether another try makes sense: another token is there, or is fetched for the next caller. */
    boolean reject(VendorRequest authorized) {
        lock.lock();
        try {
            Token held = token;
            if (held == null || !carries(authorized, held.value())) {
                return true;
            }
            Instant now = clock.instant();
            if (rejectedAt != null && now.isBefore(rejectedAt.plus(BETWEEN_REJECTIONS))) {
                return false;
            }
            rejectedAt = now;
            rejected = held.value();
            token = null;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private static boolean carries(VendorRequest request, String value) {
        return request.headers().values().stream().anyMatch(header -> header.contains(value))
                || request.url().contains(value)
                || request.url().contains(URLEncoder.encode(value, StandardCharsets.UTF_8))
                || request.body()
                        .map(body -> new String(body, StandardCharsets.UTF_8).contains(value))
                        .orElse(false);
    }

    /** Returns the reason of the last failure that no token has followed. */
    Optional<String> failing() {
        return Optional.ofNullable(failure)
                .map(last -> String.valueOf(last.reason().getMessage()));
    }
}
