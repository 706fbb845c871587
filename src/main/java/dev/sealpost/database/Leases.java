package dev.sealpost.database;

import java.time.Duration;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Leases on the rows of one table. A row has at most one holder, until its lease ends by the clock of the database, which all
 * nodes share.
 */
public final class Leases {

    private static final String NOBODY = "";

    private final Table table;
    private final LeaseHolder node;

    /**
     * A table with leases.
     *
     * @param name of the table
     * @param key column that identifies a row
     * @param holder column for the holder; empty or NULL: nobody
     * @param until column for the end of the lease, in milliseconds since 1970
     * @param open condition that a row meets while it can be held
     * @param longest a lease that ends later than this from now comes from a wrong clock and is ignored; ten times the
     *     length of a lease where that is more
     */
    public record Table(String name, String key, String holder, String until, String open, Duration longest) {}

    public Leases(Table table, LeaseHolder node) {
        this.table = table;
        this.node = node;
    }

    /**
     * Takes the lease, or renews it.
     *
     * @param holder the name of this node, or one that begins with it
     * @return false while somebody else holds the row, or when it is not open
     */
    public boolean take(JdbcClient sql, String key, String holder, Duration length) {
        return sql.sql("UPDATE " + table.name() + " SET " + table.holder() + " = :holder, " + extension(length)
                                + " WHERE " + table.key() + " = :key AND " + isFree(length))
                        .param("key", key)
                        .params(parameters(holder))
                        .update()
                > 0;
    }

    /** Extends every lease of the holder whose row is open. */
    public int renewAll(JdbcClient sql, String holder, Duration length) {
        return sql.sql("UPDATE " + table.name() + " SET " + extension(length) + " WHERE " + table.holder()
                        + " = :holder AND " + table.open())
                .param("holder", holder)
                .update();
    }

    /** Ends the lease on this row, so that the next holder can take it at once. */
    public int end(JdbcClient sql, String key, String holder) {
        return sql.sql(ending() + " AND " + table.key() + " = :key")
                .param("nobody", NOBODY)
                .param("holder", holder)
                .param("key", key)
                .update();
    }

    /** Ends every lease of the holder. */
    public int endAll(JdbcClient sql, String holder) {
        return sql.sql(ending()).param("nobody", NOBODY).param("holder", holder).update();
    }

    private String ending() {
        return "UPDATE " + table.name() + " SET " + table.holder() + " = :nobody, " + table.until() + " = 0 WHERE "
                + table.holder() + " = :holder AND " + table.open();
    }

    /** The SQL assignment that extends a lease, for a statement that changes more of the row. */
    public String extension(Duration length) {
        return table.until() + " = " + fromNow(length);
    }

    /** The SQL condition of rows that the holder has or can take; it needs the {@link #parameters}. */
    public String isFree(Duration length) {
        Duration tenfold = length.multipliedBy(10);
        Duration longest = tenfold.compareTo(table.longest()) > 0 ? tenfold : table.longest();
        return "(" + table.open() + " AND (" + table.holder() + " IS NULL OR " + table.holder() + " = :holder OR "
                + table.until() + " <= " + fromNow(Duration.ZERO) + " OR " + table.until() + " > " + fromNow(longest)
                + " OR " + table.holder() + " NOT LIKE :alive))";
    }

    public Map<String, String> parameters(String holder) {
        return Map.of("holder", holder, "alive", node.aliveHolders());
    }

    private String fromNow(Duration time) {
        return "(" + node.dialect().now() + ") + " + time.toMillis();
    }
}
