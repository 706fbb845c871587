package dev.sealpost.upkeep;

import dev.sealpost.database.Dialect;
import dev.sealpost.upkeep.UpkeepRows.Others;
import java.time.Clock;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who keeps things up.
 *
 * @param clock of this machine. Turns end by the database's, which all nodes share.
 * @param isAlone whether the database is this node's own, so that nobody else can have a turn
 */
public record UpkeepNode(String name, Clock clock, Dialect dialect, boolean isAlone) {

    private static final long LONGEST = Duration.ofDays(1).toMillis();

    /** False while another node has its turn at this. What an earlier run of a node that is alone left behind does not count. */
    public boolean takeTurn(JdbcClient sql, String work, Duration time) {
        long now = sql.sql(dialect.now()).query(Long.class).single();
        long until = now + time.toMillis();
        return UpkeepRows.takeTurn(sql, work, name, isAlone ? Others.NONE : new Others(now, now + LONGEST), until);
    }

    void endTurn(JdbcClient sql, String work) {
        UpkeepRows.endTurn(sql, work, name);
    }
}
