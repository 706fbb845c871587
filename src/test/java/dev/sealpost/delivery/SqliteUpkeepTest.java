package dev.sealpost.delivery;

import dev.sealpost.database.Database;
import dev.sealpost.database.TestDatabase;
import java.nio.file.Path;

class SqliteUpkeepTest extends UpkeepConformance {

    @Override
    Database database(Path directory) {
        return TestDatabase.in(directory).database();
    }
}
