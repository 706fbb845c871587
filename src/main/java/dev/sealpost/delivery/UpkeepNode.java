package dev.sealpost.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who keeps things up.
 *
 * @param isAlone whether the database is this node's own, so that nobody else can have a turn
 */
record UpkeepNode(String name, Clock clock, boolean isAlone) {

    /** False while another node has its turn at this. */
    boolean takeTurn(JdbcClient sql, String work, Duration time) {
        Instant now = clock.instant();
        // What an earlier run of this node left behind does not count.
        Instant free = isAlone ? now.plus(time) : now;
        return UpkeepRows.takeTurn(sql, work, name, free, now.plus(time));
    }

    void endTurn(JdbcClient sql, String work) {
        UpkeepRows.endTurn(sql, work, name);
    }
}
