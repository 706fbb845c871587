package dev.sealpost.delivery;

import dev.sealpost.database.Database;
import dev.sealpost.database.Databases;
import java.nio.file.Path;

class SqliteUpkeepTest extends UpkeepConformance {

    @Override
    Database database(Path directory) {
        return Databases.sqlite(directory.resolve("sealpost.db"));
    }
}
