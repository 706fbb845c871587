package dev.sealpost.database;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Reports down while there are invalid rows, with their keys and reasons. Not part of readiness, since everything else
 * works.
 */
@Component
class StoredRowsHealthIndicator implements HealthIndicator {

    /** Maximum number of rows listed for a table. */
    private static final int MOST_NAMED = 20;

    private final Snapshots snapshots;

    StoredRowsHealthIndicator(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public Health health() {
        Map<String, Map<String, String>> broken = snapshots.broken();
        if (broken.isEmpty()) {
            return Health.up().build();
        }
        Health.Builder health = Health.down().withDetail("reason", "rows of the database cannot be used");
        broken.forEach((table, rows) -> {
            Map<String, String> named = new TreeMap<>();
            rows.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .limit(MOST_NAMED)
                    .forEach(row -> named.put(row.getKey(), row.getValue()));
            health.withDetail(table, named);
            health.withDetail(table + "Count", rows.size());
        });
        return health.build();
    }
}
