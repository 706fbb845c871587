package dev.sealpost.connector.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.connector.limit.CallLocks.HeldLock;
import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.SqlWork;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.database.Writes;
import java.time.Clock;

class SharedCallLocksTest {

    private static final String ADA = "pipedrive-person-sink ada@example.com";

    private boolean isDown;

    private SharedCallLocks node(String name, TestDatabase database) {
        Writes writes = new Writes() {
            @Override
            public <T> T write(SqlWork<T> work) {
                if (isDown) {
                    throw new IllegalStateException("down");
                }
                return database.writes().write(work);
            }
        };
        return new SharedCallLocks(writes, new LeaseHolder(name, Clock.systemUTC(), database.dialect(), false));
    }

    @OnDatabase
    void areHeldByOneCallOnAllNodes(TestDatabase database) {
        SharedCallLocks here = node("node_1", database);
        SharedCallLocks there = node("node_2", database);

        HeldLock held = here.take(ADA).orElseThrow();

        assertThat(here.take(ADA)).isEmpty();
        assertThat(there.take(ADA)).isEmpty();
        assertThat(there.take("pipedrive-person-sink bob@example.com")).isPresent();
        held.close();
        assertThat(there.take(ADA)).isPresent();
        assertThat(here.take(ADA)).isEmpty();
    }

    @OnDatabase
    void keepNoPersonalData(TestDatabase database) {
        node("node_1", database).take(ADA);

        assertThat(database.reads()
                        .sql("SELECT name FROM call_lock")
                        .query(String.class)
                        .single())
                .matches("[0-9a-f]{64}");
    }

    @OnDatabase
    void endWithTheirCallAlthoughTheDatabaseIsDown(TestDatabase database) {
        SharedCallLocks here = node("node_1", database);
        HeldLock held = here.take(ADA).orElseThrow();

        isDown = true;
        held.close();
        assertThatThrownBy(() -> here.take(ADA)).hasMessage("down");
        isDown = false;

        assertThat(here.take(ADA)).as("the row is still there").isPresent();
    }
}
