package dev.sealpost.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.pool.HikariPool;
import dev.sealpost.api.edge.Problem;
import dev.sealpost.api.edge.ProblemAdvice;
import dev.sealpost.database.DatabaseUnavailableException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DeadlockLoserDataAccessException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.dao.TypeMismatchDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** A database that refuses, in whatever way, asks clients to come again: 503, and one line in the log. */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseFailuresTest extends ApiTestBase {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\w+}");

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    static List<RuntimeException> failures() {
        SQLException denied = new SQLException("ERROR: permission denied for table application", "42501");
        return List.of(
                new BadSqlGrammarException("select", "SELECT 1", denied),
                new UncategorizedSQLException("select", "SELECT 1", new SQLException("disk I/O error")),
                new CannotGetJdbcConnectionException("no", new SQLTransientConnectionException("timeout")),
                new PermissionDeniedDataAccessException("denied", denied),
                new CannotAcquireLockException("locked"),
                new DeadlockLoserDataAccessException("deadlock", denied),
                new QueryTimeoutException("slow"),
                new DataAccessResourceFailureException("gone"),
                new RecoverableDataAccessException("gone"),
                new TransientDataAccessResourceException("read only"),
                new InvalidDataAccessResourceUsageException("no such table"),
                new EmptyResultDataAccessException(1),
                new TypeMismatchDataAccessException("text in a number"),
                new DataIntegrityViolationException("refused"),
                new DatabaseUnavailableException("away", null),
                new HikariPool.PoolInitializationException(denied),
                new IllegalStateException("wrapped", denied),
                new IllegalStateException(new IllegalArgumentException(new QueryTimeoutException("slow"))));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void asksToComeAgain(RuntimeException failure, CapturedOutput output) {
        ResponseEntity<Object> answer = new ProblemAdvice().failed(failure);

        assertThat(answer.getStatusCode().value()).isEqualTo(503);
        assertThat(answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
        assertThat(answer.getBody()).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo("unavailable");
            assertThat(problem.detail().toString()).doesNotContain("SQL", "permission", "Exception");
        });
        assertThat(output.getAll().lines().filter(line -> line.contains("api.database-failed")))
                .hasSize(1);
        assertThat(output.getAll().lines().filter(line -> line.startsWith("\tat ")))
                .isEmpty();
    }

    @Test
    void doesNotBlameTheDatabaseForFaultsOfOurOwn() {
        assertThat(new ProblemAdvice()
                        .failed(new IllegalStateException("a fault"))
                        .getStatusCode()
                        .value())
                .isEqualTo(500);
    }

    /** Every operation, while no table can be read or written: as after a REVOKE. */
    @Test
    void isNoFaultOfAnyOperation() {
        List<String> tables = database.reads()
                .sql("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                        + " AND name NOT LIKE 'flyway%' AND name <> 'snapshot_version'")
                .query(String.class)
                .list();
        assertThat(tables).hasSizeGreaterThan(15);
        String endpoint = createEndpoint("e");
        try {
            rename(tables, "", "_away");
            List<String> faults = operations()
                    .flatMap(operation -> failure(operation, endpoint).stream())
                    .toList();

            assertThat(faults).isEmpty();
            assertThat(api.get("/app").status()).isEqualTo(503);
            assertThat(api.get("/app").headers().firstValue("retry-after")).contains("5");
            assertThat(api.get("/app").text("/code")).isEqualTo("unavailable");
            assertThat(api.post("/app", "{\"name\":\"a\"}").status()).isEqualTo(503);
        } finally {
            rename(tables, "_away", "");
        }

        assertThat(api.get("/app").status()).isEqualTo(200);
    }

    private void rename(List<String> tables, String from, String to) {
        writes.write(sql -> {
            tables.forEach(table -> sql.sql("ALTER TABLE " + table + from + " RENAME TO " + table + to)
                    .update());
            return true;
        });
    }

    private Stream<String> operations() {
        return mapping.getHandlerMethods().keySet().stream()
                .flatMap(info -> info.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/v1/") && !path.endsWith("/backup"))
                        .flatMap(path -> info.getMethodsCondition().getMethods().stream()
                                .map(method -> method.name() + " " + path.substring("/api/v1".length()))))
                .sorted();
    }

    private List<String> failure(String operation, String endpoint) {
        String method = operation.substring(0, operation.indexOf(' '));
        String path = operation
                .substring(operation.indexOf(' ') + 1)
                .replace("{app}", app)
                .replace("{endpoint}", endpoint);
        ApiClient.Answer answer = api.send(method, VARIABLE.matcher(path).replaceAll("x"), body(path));
        boolean asks = answer.status() == 503
                && answer.headers().firstValue("retry-after").isPresent()
                && answer.text("/code").equals("unavailable");
        return answer.status() < 500 || asks ? List.of() : List.of(operation + " -> " + answer);
    }

    private static String body(String path) {
        return path.contains("/endpoint")
                ? "{\"url\":\"https://example.com/\"}"
                : path.endsWith("/msg") ? "{\"eventType\":\"a\",\"payload\":{}}" : "{\"name\":\"a\"}";
    }
}
