package dev.sealpost.database;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Opens databases as the application does, for the tests of other packages. */
public final class Databases {

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

    private Databases() {}

    /** With the schema in it. */
    public static Database sqlite(Path file) {
        return migrated(at(file));
    }

    /** As it is. */
    static Database at(Path file) {
        return new Database(new DatabaseSettings("", "", "", 2, READ_TIMEOUT), file);
    }

    /** With the schema in it. */
    public static Database postgresql(String url, String user) {
        return migrated(new Database(new DatabaseSettings(url, user, "", 2, READ_TIMEOUT), Path.of("unused")));
    }

    /** Somewhere else than in the data directory; nobody asks whether it is there. */
    public static Database elsewhere(String url) {
        return new Database(new DatabaseSettings(url, "", "", 2, READ_TIMEOUT), Path.of("unused"));
    }

    private static Database migrated(Database database) {
        database.migrate();
        return database;
    }

    public static ReaderPool readers(Database database) {
        return database.readers();
    }

    public static Snapshots snapshots(Snapshot... members) {
        return new Snapshots(List.of(members));
    }

    /** Why rows of this snapshot cannot be used, by their keys. */
    public static Map<String, String> broken(Snapshot snapshot) {
        return snapshot.rows().orElseThrow().broken();
    }

    /** As happens every second. */
    public static void readAgain(Snapshot snapshot, JdbcClient sql) {
        snapshot.rows().orElseThrow().readAgain(sql);
    }
}
