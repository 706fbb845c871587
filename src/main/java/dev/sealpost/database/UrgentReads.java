package dev.sealpost.database;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads that deliveries, leases and health wait for, on connections of their own: whatever the API, the console or a clean-up
 * reads at the time, these get through. Each is short by its nature and ended where it is not.
 */
public record UrgentReads(JdbcClient sql) {}
