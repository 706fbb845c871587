package dev.sealpost.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.record.RecordingTestBase;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

/** Nodes whose clocks say something else still take turns: the database's clock counts. */
class WorkLeaseTest extends RecordingTestBase {

    @BeforeEach
    void start() {
        started("a");
    }

    private WorkLease of(String name, Duration ahead, boolean isAlone) {
        Clock clock = Clock.offset(Clock.systemUTC(), ahead);
        return new WorkLease(
                new LeaseHolder(name, clock, desk.database.dialect(), isAlone), desk.recorder, "retention");
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void respectsTheTurnOfANodeWhoseClockIsBehind() {
        WorkLease slow = of("node_1", Duration.ofHours(-2), false);
        WorkLease fast = of("node_2", Duration.ofHours(2), false);

        assertThat(slow.take()).isTrue();
        assertThat(fast.take()).isFalse();

        slow.end();
        assertThat(fast.take()).isTrue();
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void takesOverFromADeadNodeWhoseClockWasAhead() {
        WorkLease dead = of("node_1", Duration.ofHours(2), false);
        WorkLease alive = of("node_2", Duration.ZERO, false);
        dead.take();
        assertThat(alive.take()).isFalse();

        desk.change(sql -> sql.sql("UPDATE upkeep SET held_until = held_until - ?")
                .param(WorkLease.LENGTH.toMillis())
                .update());

        assertThat(alive.take()).isTrue();
        assertThat(dead.take()).isFalse();
        assertThat(dead.goesOn()).isFalse();
    }

    @OnDatabase
    void waitsForNobodyWhereItIsAlone() {
        of("node_1", Duration.ZERO, true).take();

        assertThat(of("node_2", Duration.ZERO, true).take()).isTrue();
    }
}
