package dev.sealpost.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.database.Snapshot;
import dev.sealpost.database.SqlWork;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.database.Writes;
import dev.sealpost.event.ProducerRun;
import dev.sealpost.node.HandClock;
import dev.sealpost.node.NodeNames;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordProgressTest {

    private static final Duration SETTLED = Duration.ofSeconds(20);

    private final HandClock clock = new HandClock(Instant.ofEpochMilli(1_000_000));
    private final ProducerRun run = new ProducerRun(NodeNames.at(clock));
    private TestDatabase database;
    private Fragile writes;
    private RecordProgress progress;

    /** Fails when told to. */
    private static final class Fragile implements Writes {

        private final Writes writes;
        private boolean broken;

        Fragile(Writes writes) {
            this.writes = writes;
        }

        @Override
        public <T> T write(SqlWork<T> work) {
            if (broken) {
                throw new DatabaseUnavailableException("broken", null);
            }
            return writes.write(work);
        }
    }

    @BeforeEach
    void open(@TempDir Path directory) {
        database = TestDatabase.in(directory);
        writes = new Fragile(database.writes(new Snapshot[0]));
        progress = new RecordProgress(run, writes, clock, SETTLED);
    }

    private List<Map<String, Object>> rows(String query) {
        return database.reads().sql(query).query().listOfRows();
    }

    private void passes(Duration time) {
        clock.set(clock.instant().plus(time));
        progress.record();
    }

    @Test
    void saysHowFarItHadComeOnceThatIsSettled() {
        run.next();
        run.next();
        passes(Duration.ofMillis(5));
        run.next();
        passes(SETTLED.minusMillis(1));
        assertThat(rows("SELECT * FROM producer_floor")).isEmpty();

        passes(Duration.ofMillis(1));

        assertThat(rows("SELECT floor, sampled_at FROM producer_floor ORDER BY floor"))
                .containsExactly(
                        Map.of("floor", 0, "sampled_at", 1_000_000), Map.of("floor", 2, "sampled_at", 1_000_005));
    }

    @Test
    void namesTheNumbersThatCameToNothing() {
        run.next();
        run.unsent(run.next());
        run.unsent(run.next());
        run.next();
        progress.record();

        passes(SETTLED);

        assertThat(rows("SELECT first, last, reason FROM sequence_note"))
                .containsExactly(Map.of("first", 2, "last", 3, "reason", "unsent"));
    }

    @Test
    void saysNothingAgainWhileNothingIsPublished() {
        run.next();
        passes(Duration.ofMillis(5));
        passes(SETTLED);

        passes(SETTLED);
        passes(SETTLED);

        assertThat(rows("SELECT * FROM producer_floor")).hasSize(2);
    }

    @Test
    void losesNoNumberWhenItCannotBeWritten() {
        run.unsent(run.next());
        progress.record();
        writes.broken = true;
        assertThatThrownBy(() -> passes(SETTLED)).isInstanceOf(DatabaseUnavailableException.class);
        assertThat(rows("SELECT * FROM producer_floor")).isEmpty();
        writes.broken = false;

        progress.record();
        passes(SETTLED);

        assertThat(rows("SELECT first FROM sequence_note")).containsExactly(Map.of("first", 1));
        assertThat(rows("SELECT * FROM producer_floor")).hasSize(2);
    }
}
