package dev.sealpost.delivery.record;

import dev.sealpost.database.TestDatabase;
import dev.sealpost.subscription.DestinationId;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A recorder over a database that knows one application. */
public abstract class RecordingTestBase {

    public static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    public static final Instant FAR_AWAY = Instant.parse("2100-01-01T00:00:00Z");

    protected TestDatabase database;
    protected Path folder;
    protected RecordingStore desk;

    @BeforeEach
    protected void open(TestDatabase database, @TempDir Path directory) {
        this.database = database;
        folder = directory;
        desk = new RecordingStore(database.database(), database.database(), folder.resolve("data"));
        desk.anApplication();
    }

    @AfterEach
    protected void close() throws Exception {
        desk.close();
    }

    /** The endpoint, with the recorder running. */
    protected DestinationId started(String endpoint) {
        DestinationId id = desk.anEndpoint(endpoint);
        desk.start();
        return id;
    }
}
