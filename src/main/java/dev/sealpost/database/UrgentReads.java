package dev.sealpost.database;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads of deliveries, leases and health on separate connections, independent of the load of the API, the console and
 * clean-ups. Must be short; slow ones are aborted.
 */
public record UrgentReads(JdbcClient sql) {}
