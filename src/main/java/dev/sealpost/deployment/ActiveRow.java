package dev.sealpost.deployment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The one row of the table {@code deployment_active}. */
final class ActiveRow {

    private ActiveRow() {}

    /** Locks the row until the transaction ends, so that proposals and activations of several nodes follow one another. */
    static void lock(JdbcClient sql) {
        sql.sql(
                        "INSERT INTO deployment_active (id, version, proposal, since, open_proposal, last_version, last_proposal)"
                                + " VALUES (1, 0, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING")
                .update();
        sql.sql("UPDATE deployment_active SET last_proposal = last_proposal WHERE id = 1")
                .update();
    }

    static long nextVersion(JdbcClient sql) {
        return next(sql, "last_version");
    }

    static long nextProposal(JdbcClient sql) {
        return next(sql, "last_proposal");
    }

    private static long next(JdbcClient sql, String column) {
        sql.sql("UPDATE deployment_active SET " + column + " = " + column + " + 1 WHERE id = 1")
                .update();
        return sql.sql("SELECT " + column + " FROM deployment_active")
                .query(Long.class)
                .single();
    }

    static ActiveVersion get(JdbcClient sql) {
        return sql.sql("SELECT version, proposal, since, open_proposal FROM deployment_active")
                .query(ActiveRow::read)
                .optional()
                .orElse(ActiveVersion.NONE);
    }

    private static ActiveVersion read(ResultSet row, int number) throws SQLException {
        return new ActiveVersion(
                row.getLong("version"),
                row.getLong("proposal"),
                Instant.ofEpochMilli(row.getLong("since")),
                row.getLong("open_proposal"));
    }

    static void setOpen(JdbcClient sql, long proposal) {
        sql.sql("UPDATE deployment_active SET open_proposal = ? WHERE id = 1")
                .param(proposal)
                .update();
    }

    static void activate(JdbcClient sql, Proposal proposal, long now) {
        sql.sql("UPDATE deployment_active SET version = ?, proposal = ?, since = ?, open_proposal = 0 WHERE id = 1")
                .params(proposal.version(), proposal.number(), now)
                .update();
    }
}
