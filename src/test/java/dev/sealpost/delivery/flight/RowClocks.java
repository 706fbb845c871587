package dev.sealpost.delivery.flight;

import dev.sealpost.database.Dialect;
import dev.sealpost.node.HandClock;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** Clocks of rows for tests. */
public final class RowClocks {

    private RowClocks() {}

    /** Says what this clock says, however it is moved. */
    public static RowClock of(HandClock clock) {
        return new RowClock(Dialect.SQLITE, clock, () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
    }

    /** The real one of a database on this machine. */
    public static RowClock of(Dialect dialect) {
        return new RowClock(dialect, Clock.systemUTC(), System::nanoTime);
    }
}
