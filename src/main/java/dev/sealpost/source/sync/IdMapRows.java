package dev.sealpost.source.sync;

import dev.sealpost.source.webhook.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Statements on the table {@code id_map}. A record has at most one row for each system, and a row belongs to one record. */
final class IdMapRows {

    private static final String SELECT =
            "SELECT system, external_id, record_id, hash, version, deleted_at FROM id_map WHERE map = ? AND ";

    private final String now;

    /** @param now query for the clock of the database */
    IdMapRows(String now) {
        this.now = "(" + now + ")";
    }

    Optional<MappedRecord> find(JdbcClient sql, String map, String system, String externalId) {
        return sql.sql(SELECT + "system = ? AND external_id = ?")
                .params(map, system, externalId)
                .query((row, number) -> row(row))
                .optional();
    }

    Optional<MappedRecord> findIn(JdbcClient sql, String map, String system, String recordId) {
        return sql.sql(SELECT + "system = ? AND record_id = ?")
                .params(map, system, recordId)
                .query((row, number) -> row(row))
                .optional();
    }

    List<MappedRecord> ofRecord(JdbcClient sql, String map, String recordId) {
        return sql.sql(SELECT + "record_id = ? ORDER BY system")
                .params(map, recordId)
                .query((row, number) -> row(row))
                .list();
    }

    /** Returns false without a change if the external id has a row, or the record has one for this system. */
    boolean insert(JdbcClient sql, String map, String system, String externalId, String recordId) {
        return sql.sql("INSERT INTO id_map (map, system, external_id, record_id, changed_at) VALUES (?, ?, ?, ?, " + now
                                + ") ON CONFLICT DO NOTHING")
                        .params(map, system, externalId, recordId)
                        .update()
                == 1;
    }

    /** Makes two records one. Fails if both have a row for the same system. */
    void merge(JdbcClient sql, String map, String record, String into) {
        sql.sql("UPDATE id_map SET record_id = ?, changed_at = " + now + " WHERE map = ? AND record_id = ?")
                .params(into, map, record)
                .update();
    }

    /** Stores the state in which the systems agree, unless a newer one is stored. */
    void agree(JdbcClient sql, String map, String system, String externalId, ContentState state) {
        sql.sql("UPDATE id_map SET hash = :hash, version = COALESCE(:version, version), changed_at = " + now
                        + " WHERE map = :map AND system = :system AND external_id = :id AND deleted_at IS NULL"
                        + " AND (version IS NULL OR version <= COALESCE(:version, version))")
                .param("hash", state.hash().orElse(null), Types.VARCHAR)
                .param("version", state.version().map(Version::text).orElse(null), Types.VARCHAR)
                .param("map", map)
                .param("system", system)
                .param("id", externalId)
                .update();
    }

    void delete(JdbcClient sql, String map, String recordId) {
        sql.sql("UPDATE id_map SET deleted_at = " + now + ", changed_at = " + now
                        + " WHERE map = ? AND record_id = ? AND deleted_at IS NULL")
                .params(map, recordId)
                .update();
    }

    int remove(JdbcClient sql, String map, String recordId) {
        return sql.sql("DELETE FROM id_map WHERE map = ? AND record_id = ?")
                .params(map, recordId)
                .update();
    }

    private static MappedRecord row(ResultSet row) throws SQLException {
        row.getLong("deleted_at");
        boolean deleted = !row.wasNull();
        return new MappedRecord(
                row.getString("system"),
                row.getString("external_id"),
                row.getString("record_id"),
                new ContentState(
                        Optional.ofNullable(row.getString("hash")),
                        Optional.ofNullable(row.getString("version")).map(Version::new)),
                deleted);
    }
}
