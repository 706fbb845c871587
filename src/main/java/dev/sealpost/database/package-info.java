/**
 * The database, SQLite or PostgreSQL. In: work that reads or writes. Out: connections that are durable when they say
 * committed, one queue for writing, leases between nodes, and snapshots in memory that notice when they are old.
 */
@NullMarked
package dev.sealpost.database;

import org.jspecify.annotations.NullMarked;
