package dev.sealpost.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sealpost.audit.Change.AuditedObject;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.node.NodeNames;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForgetEntriesTest {

    private static final Instant NOW = Instant.parse("2030-01-31T00:00:00Z");

    @OnDatabase
    void deletesWhatIsOlderThanTheTimeForWhichEntriesAreKept(TestDatabase database) {
        for (int i = 0; i < 50; i++) {
            record(database, "old-" + i, Duration.ofDays(30).plusSeconds(i + 1));
        }
        record(database, "kept", Duration.ofDays(30));
        record(database, "new", Duration.ZERO);

        long deleted = new ForgetEntries(
                        database.writes(), new AuditSettings(Duration.ofDays(30)), clock(Duration.ZERO))
                .forget();

        assertThat(deleted).isEqualTo(50);
        assertThat(database.reads()
                        .sql("SELECT object_id FROM audit_entry ORDER BY object_id")
                        .query(String.class)
                        .list())
                .containsExactly("kept", "new");
    }

    @Test
    void refusesToForgetWithinADay() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AuditSettings(Duration.ofHours(23)))
                .withMessageContaining("sealpost.audit.keep");
    }

    private static void record(TestDatabase database, String id, Duration age) {
        AuditLog log = new AuditLog(NodeNames.any(), clock(age));
        database.change(sql -> {
            log.record(sql, Change.of("shop.update", new AuditedObject("shop", id, Optional.empty())));
            return true;
        });
    }

    private static Clock clock(Duration age) {
        return Clock.fixed(NOW.minus(age), ZoneOffset.UTC);
    }
}
