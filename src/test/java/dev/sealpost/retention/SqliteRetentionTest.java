package dev.sealpost.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.Database;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.delivery.record.SampleResults;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SqliteRetentionTest extends RetentionConformance {

    @Override
    protected Database database(Path directory) {
        return TestDatabase.in(directory).database();
    }

    @Test
    void removesOldAttemptsFromTheListToo() throws Exception {
        aNormalDay(true);
        new ListAttempts(desk.recorder).list();
        pass(Duration.ofDays(121));
        desk.settle(numbered(7), SampleResults.succeeded());
        new ListAttempts(desk.recorder).list();
        long before = desk.rows.count("attempt_list");

        retention.clean();

        assertThat(desk.rows.count("attempt_list"))
                .isEqualTo(desk.rows.count("attempt"))
                .isLessThan(before);
    }
}
