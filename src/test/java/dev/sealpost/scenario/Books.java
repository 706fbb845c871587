package dev.sealpost.scenario;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The application's own books: its SQLite file, opened read-only, or its PostgreSQL. Balanced once the application has stopped. */
final class Books {

    private static final String BALANCE = """
            SELECT (SELECT count(*) FROM event),
                   coalesce(sum(matched), 0), coalesce(sum(unmatched), 0), coalesce(sum(owed), 0),
                   coalesce(sum(delivered), 0), coalesce(sum(dead), 0), coalesce(sum(expired), 0),
                   coalesce(sum(cancelled), 0),
                   (SELECT count(*) FROM due_delivery), (SELECT count(*) FROM ended_delivery WHERE ending = 'dead')
            FROM ledger""";

    private static final String ATTEMPTS = """
            SELECT number, outcome, coalesce(CAST(status AS TEXT), ''), coalesce(reason, ''), coalesce(response, ''), duration
            FROM attempt WHERE destination_id = ? ORDER BY event_id, number""";

    private final String url;

    Books(Path data) {
        this("jdbc:sqlite:file:" + data.resolve("sealpost.db") + "?mode=ro&busy_timeout=5000");
    }

    /** @param url as JDBC takes it, with the user in it */
    Books(String url) {
        this.url = url;
    }

    /** Counts the recorded attempts of this number for an endpoint, by its id. */
    long attempts(String endpoint, int number) throws SQLException {
        return count("attempt WHERE destination_id = '" + endpoint + "' AND number = " + number);
    }

    /** Rows that wait for this endpoint and this attempt. */
    long waiting(String endpoint, int number) throws SQLException {
        return count("due_delivery WHERE destination_id = '" + endpoint + "' AND attempt_number = " + number);
    }

    /**
     * An attempt as it is recorded; what is not there is empty.
     *
     * @param response the beginning of the answer
     */
    record Attempt(int number, String outcome, String status, String reason, String response, Duration duration) {}

    /** Returns the records of an endpoint, by its id. */
    List<Attempt> attempts(String endpoint) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement(ATTEMPTS)) {
            statement.setString(1, endpoint);
            List<Attempt> attempts = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    attempts.add(new Attempt(
                            row.getInt(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            Duration.ofMillis(row.getLong(6))));
                }
            }
            return attempts;
        }
    }

    /** Rows that wait for this endpoint. */
    long waiting(String endpoint) throws SQLException {
        return count("due_delivery WHERE destination_id = '" + endpoint + "'");
    }

    /** When the last row of this endpoint is due. */
    Instant lastDue(String endpoint) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT max(due_at) FROM due_delivery WHERE destination_id = '" + endpoint + "'")) {
            row.next();
            return Instant.ofEpochMilli(row.getLong(1));
        }
    }

    /** Deliveries that a node has leased. */
    long leased() throws SQLException {
        return count("due_delivery WHERE lease_token IS NOT NULL");
    }

    /** Deliveries to this endpoint that are dead letters. */
    long dead(String endpoint) throws SQLException {
        return count("ended_delivery WHERE ending = 'dead' AND destination_id = '" + endpoint + "'");
    }

    /** Times a query, from its first run on. */
    Latencies time(String query, int times) throws SQLException {
        List<Long> nanos = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < times; i++) {
                long begun = System.nanoTime();
                try (ResultSet rows = statement.executeQuery(query)) {
                    while (rows.next()) {
                        rows.getString(1);
                    }
                }
                nanos.add(System.nanoTime() - begun);
            }
        }
        return new Latencies(nanos);
    }

    private long count(String from) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + from)) {
            row.next();
            return row.getLong(1);
        }
    }

    Balance balance() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(BALANCE)) {
            row.next();
            return new Balance(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7),
                    row.getLong(8),
                    row.getLong(9),
                    row.getLong(10));
        }
    }

    /** @param paths of the endpoints, by endpoint id */
    Set<History.DeadDelivery> deaths(Map<String, String> paths) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT event_id, destination_id FROM ended_delivery WHERE ending = 'dead'")) {
            Set<History.DeadDelivery> deaths = new HashSet<>();
            while (rows.next()) {
                String destination = rows.getString(2);
                deaths.add(new History.DeadDelivery(
                        rows.getString(1), paths.getOrDefault(destination, "unknown:" + destination)));
            }
            return deaths;
        }
    }
}
