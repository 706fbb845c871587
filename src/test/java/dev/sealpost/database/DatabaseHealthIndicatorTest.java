package dev.sealpost.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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

    private static Status statusOf(String url) {
        return new DatabaseHealthIndicator(new DriverManagerDataSource(url))
                .health()
                .getStatus();
    }
}
