package dev.sealpost.route;

import dev.sealpost.database.SqlWork;
import dev.sealpost.database.Writes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** Writes at once to a database in memory with the real schema, and counts transactions. */
public final class FakeWrites implements Writes, AutoCloseable {

    private final SingleConnectionDataSource dataSource = new SingleConnectionDataSource("jdbc:sqlite::memory:", true);
    public final JdbcClient sql = JdbcClient.create(dataSource);
    public int transactions;

    public FakeWrites() {
        String schema = schema().replace("${bytes}", "BLOB");
        new ResourceDatabasePopulator(new ByteArrayResource(schema.getBytes(StandardCharsets.UTF_8)))
                .execute(dataSource);
    }

    private static String schema() {
        try {
            return new ClassPathResource("db/migration/V1__main_job.sql").getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public <T> T write(SqlWork<T> work) {
        transactions++;
        return work.run(sql);
    }

    /** Returns destinations such as {@code route:orders order.* acme} and {@code route:old * - retired}. */
    public List<String> destinations() {
        return sql.sql("SELECT id || ' ' || event_types || ' ' || coalesce(application, '-')"
                        + " || CASE WHEN retired THEN ' retired' ELSE '' END FROM route_destination ORDER BY id")
                .query(String.class)
                .list();
    }

    public long version() {
        return sql.sql("SELECT version FROM snapshot_version").query(Long.class).single();
    }

    @Override
    public void close() {
        dataSource.destroy();
    }
}
