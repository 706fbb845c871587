package dev.sealpost.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.backup.BackupRefusedException.Reason;
import dev.sealpost.broker.Brokers;
import dev.sealpost.database.Database;
import dev.sealpost.database.Databases;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.node.Backgrounds;
import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.HandClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackUpTest {

    private static final BackupSettings SETTINGS = new BackupSettings("", "0 15 * * * *", 0);

    private DataDirectory data;

    @BeforeEach
    void open(@TempDir Path folder) {
        data = DataDirectory.open(folder);
    }

    @AfterEach
    void close() {
        data.close();
    }

    /** With a broker that does not run. */
    private BackUp backUp(Database database) {
        return new BackUp(SETTINGS, data, database, Brokers.in(data), Clock.systemUTC());
    }

    private static void assertThatItIsRefused(BackUp backUp, Reason reason) {
        assertThatThrownBy(backUp::make)
                .isInstanceOfSatisfying(
                        BackupRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void refusesWhatIsNotInTheDataDirectory() throws Exception {
        for (String url : new String[] {"jdbc:postgresql://db/sealpost", "jdbc:sqlite:/elsewhere/sealpost.db"}) {
            BackUp backUp = backUp(Databases.elsewhere(url));

            assertThatItIsRefused(backUp, Reason.NOT_EMBEDDED);
            BackupSchedule schedule = new BackupSchedule(SETTINGS, backUp, Clock.systemUTC(), Backgrounds.plain());
            assertThatThrownBy(schedule::start)
                    .as("at the start, rather than in the first night")
                    .isInstanceOf(BackupRefusedException.class)
                    .hasMessageContaining("first for the broker");
            assertThat(schedule.isRunning()).isFalse();
        }
    }

    @Test
    void leavesNothingWhenTheBrokerDoesNotLetItsJournalGo() throws Exception {
        try (TestDatabase database = TestDatabase.in(data.path())) {
            BackUp backUp = backUp(database.database());

            assertThatItIsRefused(backUp, Reason.BUSY);
            assertThat(data.resolve("backups")).isEmptyDirectory();
            assertThatItIsRefused(backUp, Reason.BUSY);
            assertThat(backUp.list()).isEmpty();
        }
    }

    @Test
    void remembersThatAScheduledOneWasNotMade() throws Exception {
        try (TestDatabase database = TestDatabase.in(data.path())) {
            HandClock clock = new HandClock(Instant.parse("2030-01-31T12:14:00Z"));
            BackUp backUp = backUp(database.database());
            BackupSchedule schedule = new BackupSchedule(SETTINGS, backUp, clock, Backgrounds.plain());

            clock.set(Instant.parse("2030-01-31T12:15:00Z"));
            schedule.make();
            clock.set(Instant.parse("2030-01-31T13:15:00Z"));
            schedule.make();

            BackupStatus standing = schedule.status();
            assertThat(standing.failed()).isEqualTo(2);
            assertThat(standing.made()).isZero();
            assertThat(standing.late()).isEqualTo(Duration.ofHours(1));
            assertThat(standing.failures()).hasValueSatisfying(failed -> {
                assertThat(failed.failures()).isEqualTo(2);
                assertThat(failed.since()).isEqualTo("2030-01-31T12:15:00Z");
                assertThat(failed.reason()).contains("broker");
            });
            assertThat(new BackupHealthIndicator(schedule).health().toString())
                    .contains("UP", "newest=none", "missing=3600 s", "2 times");
        }
    }
}
