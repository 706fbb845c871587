package dev.sealpost.delivery;

import dev.sealpost.database.TestDatabase;
import dev.sealpost.subscription.DestinationId;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A recorder over a database that knows one application. */
abstract class RecordingTestBase {

    static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    static final Instant FAR_AWAY = Instant.parse("2100-01-01T00:00:00Z");

    TestDatabase database;
    Path folder;
    RecordingDesk desk;

    @BeforeEach
    void open(TestDatabase database, @TempDir Path directory) {
        this.database = database;
        folder = directory;
        desk = new RecordingDesk(database.database(), database.database(), folder.resolve("data"));
        desk.anApplication();
    }

    @AfterEach
    void close() throws Exception {
        desk.close();
    }

    /** The endpoint, with the recorder running. */
    DestinationId started(String endpoint) {
        DestinationId id = desk.anEndpoint(endpoint);
        desk.start();
        return id;
    }
}
