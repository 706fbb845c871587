package dev.sealpost.audit;

import dev.sealpost.node.NodeNames;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** Audit logs for tests of other packages. */
public final class AuditLogs {

    private AuditLogs() {}

    public static AuditLog plain() {
        return new AuditLog(NodeNames.any(), Clock.systemUTC());
    }

    /** Returns a log whose entries have different times, so that they can be sorted. */
    public static AuditLog ticking() {
        AtomicLong ticks = new AtomicLong();
        return new AuditLog(NodeNames.any(), new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(ticks.incrementAndGet());
            }
        });
    }
}
