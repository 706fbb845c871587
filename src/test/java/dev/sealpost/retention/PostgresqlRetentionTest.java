package dev.sealpost.retention;

import dev.sealpost.database.Database;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.ledger.ReconcilerTestBase;
import java.nio.file.Path;

class PostgresqlRetentionTest extends RetentionConformance {

    @Override
    protected Database database(Path directory) {
        // The one of the other subject as well, so that it is migrated once.
        return TestDatabase.onServer(ReconcilerTestBase.class).database();
    }
}
