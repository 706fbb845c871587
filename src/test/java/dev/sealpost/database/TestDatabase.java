package dev.sealpost.database;

import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A SQLite file with the schema in it. */
public final class TestDatabase {

    private final DataSource dataSource;

    private TestDatabase(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    public static TestDatabase in(Path directory) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(5_000);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl("jdbc:sqlite:" + directory.resolve("test.db"));
        Flyway.configure()
                .dataSource(dataSource)
                .placeholders(Dialect.SQLITE.placeholders())
                .load()
                .migrate();
        return new TestDatabase(dataSource);
    }

    public ConsistentReads consistentReads() {
        return new ConsistentReads(dataSource);
    }

    public JdbcClient reads() {
        return JdbcClient.create(dataSource);
    }

    /** Writes at once; afterwards these show it. */
    public DirectWrites writes(Snapshots snapshots) {
        return new DirectWrites(dataSource, snapshots);
    }

    public DirectWrites writes(Snapshot... members) {
        return writes(new Snapshots(List.of(members)));
    }
}
