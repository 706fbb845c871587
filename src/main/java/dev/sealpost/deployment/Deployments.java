package dev.sealpost.deployment;

import dev.sealpost.database.Dialect;
import dev.sealpost.database.JsonColumns;
import dev.sealpost.database.Writes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tables {@code deployment} and {@code deployment_file}: versions, which never change once added. Thread-safe. */
public final class Deployments {

    private static final String COLUMNS =
            "SELECT version, sha256, author, note, credentials, created_at FROM deployment";

    private static final int FILES_OF_A_STATEMENT = 100;

    private final Writes writes;
    private final JdbcClient reads;
    private final String now;
    private final int keep;

    /** @param keep number of versions that are kept, besides the active one and the one that the nodes prepare */
    public Deployments(Writes writes, JdbcClient reads, Dialect dialect, int keep) {
        this.writes = writes;
        this.reads = reads;
        this.now = dialect.now();
        this.keep = keep;
    }

    /**
     * Adds a version in one transaction, and removes the oldest ones. Adds nothing if the newest version has the same files.
     *
     * @param credentials names of the credentials that the files use
     */
    public Deployment add(Bundle bundle, List<String> credentials, String author, String note) {
        String sha256 = bundle.sha256();
        return writes.write(sql -> {
            ActiveRow.lock(sql);
            Optional<Deployment> newest = sql.sql(COLUMNS + " ORDER BY version DESC LIMIT 1")
                    .query(Deployments::read)
                    .optional();
            if (newest.filter(same -> same.sha256().equals(sha256)).isPresent()) {
                return newest.orElseThrow();
            }
            long version = ActiveRow.nextVersion(sql);
            sql.sql("INSERT INTO deployment (version, sha256, author, note, credentials, created_at)"
                            + " VALUES (?, ?, ?, ?, ?, (" + now + "))")
                    .params(version, sha256, author, note)
                    .param(JsonColumns.text(credentials))
                    .update();
            insert(sql, version, List.copyOf(bundle.files().entrySet()));
            removeOld(sql, version - keep);
            return sql.sql(COLUMNS + " WHERE version = ?")
                    .param(version)
                    .query(Deployments::read)
                    .single();
        });
    }

    /** Inserts several files with each statement: deliveries wait for this transaction. */
    private static void insert(JdbcClient sql, long version, List<Map.Entry<String, String>> files) {
        for (int from = 0; from < files.size(); from += FILES_OF_A_STATEMENT) {
            List<Map.Entry<String, String>> some =
                    files.subList(from, Math.min(files.size(), from + FILES_OF_A_STATEMENT));
            List<Object> values = new ArrayList<>();
            some.forEach(file -> values.addAll(List.of(version, file.getKey(), file.getValue())));
            sql.sql("INSERT INTO deployment_file (version, name, content) VALUES "
                            + String.join(", ", Collections.nCopies(some.size(), "(?, ?, ?)")))
                    .params(values)
                    .update();
        }
    }

    private static void removeOld(JdbcClient sql, long until) {
        for (String table : List.of("deployment_file", "deployment")) {
            sql.sql("DELETE FROM " + table
                            + " WHERE version <= ? AND version NOT IN (SELECT version FROM deployment_active)"
                            + " AND version NOT IN (SELECT version FROM deployment_proposal WHERE proposal ="
                            + " (SELECT open_proposal FROM deployment_active))")
                    .param(until)
                    .update();
        }
    }

    /** Returns the versions that are kept, newest first. */
    public List<Deployment> list() {
        return reads.sql(COLUMNS + " ORDER BY version DESC")
                .query(Deployments::read)
                .list();
    }

    public Optional<Deployment> find(long version) {
        return reads.sql(COLUMNS + " WHERE version = ?")
                .param(version)
                .query(Deployments::read)
                .optional();
    }

    /** Returns the files of a version; empty if the version is unknown. */
    public Optional<Bundle> bundle(long version) {
        TreeMap<String, String> files = new TreeMap<>();
        reads.sql("SELECT name, content FROM deployment_file WHERE version = ?")
                .param(version)
                .query((row, number) -> files.put(row.getString("name"), row.getString("content")))
                .list();
        return files.isEmpty() ? Optional.empty() : Optional.of(new Bundle(files));
    }

    /** Returns the files of the active version, which is a deployed one. */
    public Bundle bundle(ActiveVersion active) {
        return bundle(active.version())
                .orElseThrow(() -> new IllegalStateException("The files of the active deployment " + active.version()
                        + " are missing in the table deployment_file. Restore the database, or let all nodes use their"
                        + " own files: UPDATE deployment_active SET version = 0."));
    }

    private static Deployment read(ResultSet row, int number) throws SQLException {
        return new Deployment(
                row.getLong("version"),
                row.getString("sha256"),
                row.getString("author"),
                row.getString("note"),
                JsonColumns.list(row.getString("credentials")),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }
}
