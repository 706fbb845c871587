package dev.sealpost.deployment;

import dev.sealpost.database.JsonColumns;
import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.Writes;
import dev.sealpost.deployment.NodeReport.Stage;
import dev.sealpost.deployment.Proposal.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Proposals, the reports of the nodes, and the active version. Only the coordinator of a proposal can activate its version, only
 * before the proposal expires, and only if every live node has reported that it is prepared. Thread-safe.
 */
public final class Proposals {

    private static final String COLUMNS =
            "SELECT proposal, version, state, coordinator, author, opened_at, expires_at FROM deployment_proposal";
    private static final int KEPT = 100;

    private final Writes writes;
    private final JdbcClient reads;
    private final LeaseHolder node;

    /** @param node this run of this node */
    public Proposals(Writes writes, JdbcClient reads, LeaseHolder node) {
        this.writes = writes;
        this.reads = reads;
        this.node = node;
    }

    public ActiveVersion active() {
        return ActiveRow.get(reads);
    }

    public Optional<Proposal> find(long proposal) {
        return find(reads, proposal);
    }

    /** Returns the last proposal for this version. */
    public Optional<Proposal> lastOf(long version) {
        return reads.sql(COLUMNS + " WHERE version = ? ORDER BY proposal DESC LIMIT 1")
                .param(version)
                .query(Proposals::read)
                .optional();
    }

    /** Returns the highest version below the active one that was active before; empty if there is none. */
    public Optional<Long> previous() {
        return reads.sql("SELECT MAX(p.version) AS previous FROM deployment_proposal p JOIN deployment d"
                        + " ON d.version = p.version WHERE p.state = 'activated' AND p.version <"
                        + " (SELECT version FROM deployment_active)")
                .query((row, number) -> Optional.of(row.getLong("previous")).filter(version -> version > 0))
                .single();
    }

    /**
     * Opens a proposal, with this node as its coordinator.
     *
     * @param patience time until it expires
     * @throws ProposalOpenException while another one is open
     */
    public Proposal open(long version, String author, Duration patience) {
        return writes.write(sql -> {
            requireNoneOpen(sql);
            Proposal proposal = insert(sql, version, author, patience);
            ActiveRow.setOpen(sql, proposal.number());
            return proposal;
        });
    }

    /**
     * Lets each node use its own files again, without asking the others.
     *
     * @throws ProposalOpenException while a proposal is open
     */
    public Proposal activateFiles(String author) {
        return writes.write(sql -> {
            requireNoneOpen(sql);
            Proposal proposal = insert(sql, ActiveVersion.FILES, author, Duration.ZERO);
            return activate(sql, proposal);
        });
    }

    private void requireNoneOpen(JdbcClient sql) {
        ActiveRow.lock(sql);
        find(sql, ActiveRow.get(sql).openProposal()).ifPresent(open -> {
            if (now(sql) < open.expiresAt().toEpochMilli()) {
                throw new ProposalOpenException(open);
            }
            end(sql, open, State.EXPIRED);
        });
    }

    private Proposal insert(JdbcClient sql, long version, String author, Duration patience) {
        long number = ActiveRow.nextProposal(sql);
        long now = now(sql);
        sql.sql("INSERT INTO deployment_proposal"
                        + " (proposal, version, state, coordinator, author, opened_at, expires_at)"
                        + " VALUES (?, ?, 'open', ?, ?, ?, ?)")
                .params(number, version, node.name(), author, now, now + patience.toMillis())
                .update();
        long active = ActiveRow.get(sql).proposal();
        for (String table : List.of("deployment_node", "deployment_proposal")) {
            sql.sql("DELETE FROM " + table + " WHERE proposal <= ? AND proposal <> ?")
                    .params(number - KEPT, active)
                    .update();
        }
        return find(sql, number).orElseThrow();
    }

    /** Stores what this node reports about the version of a proposal, in place of an earlier report. */
    public void report(long proposal, Stage stage, List<String> problems) {
        writes.write(sql -> sql.sql("INSERT INTO deployment_node (proposal, node, stage, problems) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (proposal, node) DO UPDATE SET stage = excluded.stage,"
                        + " problems = excluded.problems")
                .params(proposal, node.name(), stage.word())
                .param(JsonColumns.text(problems))
                .update());
    }

    /** Returns the reports about a proposal, without those of nodes that have ended. */
    public List<NodeReport> reports(long proposal) {
        Set<String> live = live(reads);
        return reports(reads, proposal).stream()
                .filter(report -> live.contains(report.node()))
                .toList();
    }

    /** Returns the live nodes that have not reported about a proposal. */
    public Set<String> silent(long proposal) {
        Set<String> silent = live(reads);
        reports(reads, proposal).forEach(report -> silent.remove(report.node()));
        return silent;
    }

    /**
     * Ends a proposal of this node if it can be: activates its version if all live nodes are prepared.
     *
     * @return the proposal as it is now; open while nodes are silent
     */
    public Proposal conclude(long number) {
        return writes.write(sql -> {
            ActiveRow.lock(sql);
            Proposal proposal = find(sql, number).orElseThrow();
            if (proposal.state() != State.OPEN || !proposal.coordinator().equals(node.name())) {
                return proposal;
            }
            if (now(sql) >= proposal.expiresAt().toEpochMilli()) {
                return end(sql, proposal, State.EXPIRED);
            }
            List<NodeReport> reports = reports(sql, number);
            if (reports.stream().anyMatch(report -> report.stage() == Stage.UNPREPARED)) {
                return end(sql, proposal, State.REFUSED);
            }
            Set<String> missing = live(sql);
            reports.forEach(report -> missing.remove(report.node()));
            return missing.isEmpty() ? activate(sql, proposal) : proposal;
        });
    }

    private Proposal activate(JdbcClient sql, Proposal proposal) {
        ActiveRow.activate(sql, proposal, now(sql));
        return setState(sql, proposal, State.ACTIVATED);
    }

    private static Proposal end(JdbcClient sql, Proposal proposal, State state) {
        ActiveRow.setOpen(sql, 0);
        return setState(sql, proposal, state);
    }

    private static Proposal setState(JdbcClient sql, Proposal proposal, State state) {
        sql.sql("UPDATE deployment_proposal SET state = ? WHERE proposal = ?")
                .params(state.word(), proposal.number())
                .update();
        return find(sql, proposal.number()).orElseThrow();
    }

    private long now(JdbcClient sql) {
        return sql.sql(node.dialect().now()).query(Long.class).single();
    }

    /** Returns the nodes that share the database; another one is removed when its heartbeat has stopped. */
    private Set<String> live(JdbcClient sql) {
        Set<String> live = new TreeSet<>(Set.of(node.name()));
        if (!node.isAlone()) {
            live.addAll(sql.sql("SELECT name FROM node").query(String.class).list());
        }
        return live;
    }

    private static List<NodeReport> reports(JdbcClient sql, long proposal) {
        return sql.sql("SELECT node, stage, problems FROM deployment_node WHERE proposal = ? ORDER BY node")
                .param(proposal)
                .query((row, number) -> new NodeReport(
                        row.getString("node"),
                        Stage.of(row.getString("stage")),
                        JsonColumns.list(row.getString("problems"))))
                .list();
    }

    private static Optional<Proposal> find(JdbcClient sql, long proposal) {
        return sql.sql(COLUMNS + " WHERE proposal = ?")
                .param(proposal)
                .query(Proposals::read)
                .optional();
    }

    private static Proposal read(ResultSet row, int number) throws SQLException {
        return new Proposal(
                row.getLong("proposal"),
                row.getLong("version"),
                State.of(row.getString("state")),
                row.getString("coordinator"),
                row.getString("author"),
                Instant.ofEpochMilli(row.getLong("opened_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")));
    }
}
