package dev.sealpost.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Connections that only read, none of whose statements takes longer than the limit. */
public final class ReaderPool extends HikariDataSource {

    private final Duration limit;

    ReaderPool(HikariConfig config, Duration limit) {
        super(config);
        this.limit = limit;
    }

    /** Takes a connection for each statement. */
    public JdbcClient client() {
        return JdbcClient.create(new LimitedReads(this, limit));
    }

    /** Stays on this connection of the pool. */
    JdbcClient client(Connection connection) {
        return JdbcClient.create(new LimitedReads(new SingleConnectionDataSource(connection, true), limit));
    }
}
