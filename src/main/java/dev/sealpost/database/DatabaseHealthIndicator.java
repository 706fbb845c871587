package dev.sealpost.database;

import javax.sql.DataSource;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Red while the database does not answer the simplest question in two seconds. */
@Component
class DatabaseHealthIndicator implements HealthIndicator {

    private static final int TIMEOUT_SECONDS = 2;

    private final JdbcTemplate reads;

    DatabaseHealthIndicator(DataSource readers) {
        this.reads = new JdbcTemplate(readers);
        this.reads.setQueryTimeout(TIMEOUT_SECONDS);
    }

    @Override
    public Health health() {
        try {
            reads.execute("SELECT 1");
            return Health.up().build();
        } catch (DataAccessException e) {
            return Health.down()
                    .withDetail("reason", "the database does not answer")
                    .build();
        }
    }
}
