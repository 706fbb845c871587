package dev.sealpost.database;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Statements that belong to one transaction. */
@FunctionalInterface
public interface SqlWork<T> {

    T run(JdbcClient sql);
}
