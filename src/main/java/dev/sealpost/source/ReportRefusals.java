package dev.sealpost.source;

import dev.sealpost.signature.VerificationFailure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line about webhooks that were refused: at once, and then as many as there were every ten seconds at most. */
final class ReportRefusals {

    private static final Logger LOG = LoggerFactory.getLogger(ReportRefusals.class);
    private static final long REST_NANOS = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanoTime;
    private final Map<Kind, Refused> byKind = new ConcurrentHashMap<>();

    private record Kind(String source, VerificationFailure defect) {}

    /** Those that no line has told of yet. */
    private record Refused(long count, long lineAt, boolean isLineDue) {}

    /** @param nanoTime such as {@link System#nanoTime} */
    ReportRefusals(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void report(Source source, VerificationFailure defect) {
        long now = nanoTime.getAsLong();
        Refused refused = byKind.merge(
                new Kind(source.name(), defect), new Refused(1, now, true), (before, one) -> next(before, now));
        if (refused.isLineDue()) {
            LOG.warn("source.refused source={} reason={} count={}", source.name(), defect, refused.count());
        }
    }

    private static Refused next(Refused before, long now) {
        long count = before.isLineDue() ? 1 : before.count() + 1;
        boolean isLineDue = now - before.lineAt() >= REST_NANOS;
        return new Refused(count, isLineDue ? now : before.lineAt(), isLineDue);
    }
}
