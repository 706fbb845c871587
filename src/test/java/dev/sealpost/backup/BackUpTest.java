package dev.sealpost.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.backup.BackupRefusedException.Reason;
import dev.sealpost.broker.Brokers;
import dev.sealpost.database.Database;
import dev.sealpost.database.Databases;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.home.DataDirectory;
import java.nio.file.Path;
import java.time.Clock;
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
            BackupSchedule schedule = new BackupSchedule(SETTINGS, backUp, Clock.systemUTC());
            assertThatThrownBy(schedule::start)
                    .as("at the start, rather than in the first night")
                    .isInstanceOf(BackupRefusedException.class)
                    .hasMessageContaining("the broker first");
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
}
