package dev.sealpost.api;

import org.springframework.test.context.TestPropertySource;

/** The same on PostgreSQL, which refuses what SQLite stores. */
@TestPropertySource(properties = "test.postgresql=true")
class HostileInputOnPostgresqlTest extends HostileInputTest {}
