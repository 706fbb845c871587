package dev.sealpost.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.Status;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class DatabaseHealthIndicatorTest {

    @Test
    void isUpWhileTheDatabaseAnswers() {
        assertThat(statusOf("jdbc:sqlite::memory:")).isEqualTo(Status.UP);
    }

    @Test
    void isDownWhileItCannotBeOpened(@TempDir Path folder) {
        assertThat(statusOf("jdbc:sqlite:" + folder.resolve("missing/sealpost.db")))
                .isEqualTo(Status.DOWN);
    }

    /** As a pool does whose database is gone. */
    @Test
    void isDownSoonWhileAConnectionIsWaitedFor() {
        CountDownLatch back = new CountDownLatch(1);
        DatabaseHealthIndicator indicator =
                new DatabaseHealthIndicator(new DriverManagerDataSource("jdbc:sqlite::memory:") {
                    @Override
                    public Connection getConnection() throws SQLException {
                        try {
                            back.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        return super.getConnection();
                    }
                });

        Status status = assertTimeoutPreemptively(
                Duration.ofSeconds(4), () -> indicator.health().getStatus());

        assertThat(status).isEqualTo(Status.DOWN);
        back.countDown();
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> indicator.health().getStatus().equals(Status.UP));
    }

    private static Status statusOf(String url) {
        return new DatabaseHealthIndicator(new DriverManagerDataSource(url))
                .health()
                .getStatus();
    }
}
