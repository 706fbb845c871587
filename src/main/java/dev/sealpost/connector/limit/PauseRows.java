package dev.sealpost.connector.limit;

import dev.sealpost.database.Dialect;
import dev.sealpost.database.UrgentReads;
import dev.sealpost.database.Writes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Table {@code credential_pause}, shared by all nodes. Its times are by the clock of the database. */
final class PauseRows {

    private final Writes writes;
    private final UrgentReads reads;
    private final String now;

    PauseRows(Writes writes, UrgentReads reads, Dialect dialect) {
        this.writes = writes;
        this.reads = reads;
        this.now = "(" + dialect.now() + ")";
    }

    /** Pauses a credential from now on, unless it is paused for longer. */
    void pause(String credential, Duration time) {
        String end = now + " + " + time.toMillis();
        writes.write(sql -> sql.sql("INSERT INTO credential_pause (credential, paused_until) VALUES (:credential, "
                        + end
                        + ") ON CONFLICT (credential) DO UPDATE SET paused_until = excluded.paused_until"
                        + " WHERE credential_pause.paused_until < excluded.paused_until"
                        + " OR credential_pause.paused_until > " + now + " + " + SharedLimits.LONGEST.toMillis())
                .param("credential", credential)
                .update());
    }

    /** Returns the remaining pauses by credential. */
    Map<String, Duration> pauses() {
        Map<String, Duration> pauses = new HashMap<>();
        reads.sql()
                .sql("SELECT credential, paused_until - " + now + " AS rest FROM credential_pause WHERE paused_until > "
                        + now)
                .query((row, number) -> pauses.put(
                        row.getString("credential"),
                        Duration.ofMillis(Math.min(row.getLong("rest"), SharedLimits.LONGEST.toMillis()))))
                .list();
        return pauses;
    }
}
