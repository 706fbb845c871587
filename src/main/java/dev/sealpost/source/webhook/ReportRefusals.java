package dev.sealpost.source.webhook;

import dev.sealpost.signature.VerificationFailure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs refused webhooks: the first at once, then their count every ten seconds at most. */
final class ReportRefusals {

    private static final Logger LOG = LoggerFactory.getLogger(ReportRefusals.class);
    private static final long PERIOD_NANOS = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanoTime;
    private final Map<Kind, Refused> byKind = new ConcurrentHashMap<>();

    private record Kind(String source, VerificationFailure failure) {}

    /** Refusals not logged yet. */
    private record Refused(long count, long loggedAt, boolean isLogDue) {}

    /** @param nanoTime such as {@link System#nanoTime} */
    ReportRefusals(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void report(Source source, VerificationFailure failure) {
        long now = nanoTime.getAsLong();
        Refused refused = byKind.merge(
                new Kind(source.name(), failure), new Refused(1, now, true), (before, one) -> next(before, now));
        if (refused.isLogDue()) {
            LOG.warn("source.refused source={} reason={} count={}", source.name(), failure, refused.count());
        }
    }

    private static Refused next(Refused before, long now) {
        long count = before.isLogDue() ? 1 : before.count() + 1;
        boolean isLogDue = now - before.loggedAt() >= PERIOD_NANOS;
        return new Refused(count, isLogDue ? now : before.loggedAt(), isLogDue);
    }
}
