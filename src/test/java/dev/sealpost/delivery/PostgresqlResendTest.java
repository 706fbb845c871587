package dev.sealpost.delivery;

import dev.sealpost.database.Database;
import java.nio.file.Path;

class PostgresqlResendTest extends ResendConformance {

    @Override
    Database database(Path directory) {
        return new PostgresqlRecordingTest().database(directory);
    }
}
