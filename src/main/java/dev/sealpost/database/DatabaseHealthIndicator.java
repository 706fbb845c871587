package dev.sealpost.database;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reports down while the database does not answer a trivial query within two seconds. Fails fast, before the probe
 * times out.
 */
class DatabaseHealthIndicator implements HealthIndicator {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final JdbcTemplate reads;
    private final AtomicReference<CompletableFuture<Boolean>> pending =
            new AtomicReference<>(CompletableFuture.completedFuture(true));

    DatabaseHealthIndicator(DataSource readers) {
        this.reads = new LimitedReads(readers, TIMEOUT);
        this.reads.setQueryTimeout((int) TIMEOUT.toSeconds());
    }

    @Override
    public Health health() {
        return answers()
                ? Health.up().build()
                : Health.down()
                        .withDetail("reason", "the database does not answer")
                        .build();
    }

    private boolean answers() {
        try {
            return query().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Starts a query unless one is running, so that concurrent probes share one connection. */
    private CompletableFuture<Boolean> query() {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        CompletableFuture<Boolean> current = pending.updateAndGet(last -> last.isDone() ? result : last);
        if (current == result) {
            Thread.ofVirtual().start(() -> {
                try {
                    reads.execute("SELECT 1");
                    result.complete(true);
                } catch (DataAccessException e) {
                    result.complete(false);
                } catch (RuntimeException | Error e) {
                    result.completeExceptionally(e);
                }
            });
        }
        return current;
    }
}
