package dev.sealpost.database;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Statements of one transaction. */
@FunctionalInterface
public interface SqlWork<T> {

    T run(JdbcClient sql);
}
