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
 * Red while the database does not answer the simplest question in two seconds. It is not waited for longer, for whoever probes
 * this node does not wait either.
 */
class DatabaseHealthIndicator implements HealthIndicator {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final JdbcTemplate reads;
    private final AtomicReference<CompletableFuture<Boolean>> asked =
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
            return ask().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** However many probe, one waits for a connection. */
    private CompletableFuture<Boolean> ask() {
        CompletableFuture<Boolean> question = new CompletableFuture<>();
        CompletableFuture<Boolean> current = asked.updateAndGet(last -> last.isDone() ? question : last);
        if (current == question) {
            Thread.ofVirtual().start(() -> {
                try {
                    reads.execute("SELECT 1");
                    question.complete(true);
                } catch (DataAccessException e) {
                    question.complete(false);
                } catch (RuntimeException | Error e) {
                    question.completeExceptionally(e);
                }
            });
        }
        return current;
    }
}
