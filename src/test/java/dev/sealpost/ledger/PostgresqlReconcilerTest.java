package dev.sealpost.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.Database;
import dev.sealpost.database.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PostgresqlReconcilerTest extends ReconcilerConformance {

    @Override
    protected Database database(Path directory) {
        return TestDatabase.onServer(ReconcilerTestBase.class).database();
    }

    @Test
    void comparesIdsByTheirBytesWhateverTheLanguageOfTheServer() {
        assertThat(desk.reads
                        .sql("SELECT table_name FROM information_schema.columns WHERE collation_name = 'C'"
                                + " AND column_name IN ('id', 'event_id') ORDER BY table_name")
                        .query(String.class)
                        .list())
                .containsExactly("attempt", "due_delivery", "ended_delivery", "event");
    }
}
