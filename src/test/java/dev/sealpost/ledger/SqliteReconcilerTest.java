package dev.sealpost.ledger;

import dev.sealpost.database.Database;
import dev.sealpost.database.TestDatabase;
import java.nio.file.Path;

class SqliteReconcilerTest extends ReconcilerConformance {

    @Override
    protected Database database(Path directory) {
        return TestDatabase.in(directory).database();
    }
}
