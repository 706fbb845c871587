package dev.sealpost.retention;

import dev.sealpost.database.Database;
import dev.sealpost.database.TestDatabase;
import java.nio.file.Path;

class SqliteRetentionTest extends RetentionConformance {

    @Override
    protected Database database(Path directory) {
        return TestDatabase.in(directory).database();
    }
}
