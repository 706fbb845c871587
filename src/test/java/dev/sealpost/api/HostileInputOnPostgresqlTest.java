package dev.sealpost.api;

import org.springframework.test.context.TestPropertySource;

/** The same on PostgreSQL, which refuses what SQLite stores; only with what may reach the database. */
@TestPropertySource(properties = "test.postgresql=true")
class HostileInputOnPostgresqlTest extends HostileInputTest {

    @Override
    boolean isTried(String value) {
        return HostileValues.STORED.matcher(value).matches();
    }
}
