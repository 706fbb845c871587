package dev.sealpost.delivery;

import dev.sealpost.database.Dialect;
import dev.sealpost.home.HandClock;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** Clocks of rows for tests. */
final class RowClocks {

    private RowClocks() {}

    /** Says what this clock says, however it is moved. */
    static RowClock of(HandClock clock) {
        return new RowClock(Dialect.SQLITE, clock, () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
    }

    /** The real one of a database on this machine. */
    static RowClock of(Dialect dialect) {
        return new RowClock(dialect, Clock.systemUTC(), System::nanoTime);
    }
}
