package dev.sealpost.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Pool of read-only connections with a time limit for each statement. */
public final class ReaderPool extends HikariDataSource {

    private final Duration limit;

    ReaderPool(HikariConfig config, Duration limit) {
        super(config);
        this.limit = limit;
    }

    /** Returns a client that takes a connection for each statement. */
    public JdbcClient client() {
        return JdbcClient.create(new LimitedReads(this, limit));
    }

    /** Returns a client on this connection of the pool. */
    JdbcClient client(Connection connection) {
        return JdbcClient.create(new LimitedReads(new SingleConnectionDataSource(connection, true), limit));
    }
}
