/**
 * The database, SQLite or PostgreSQL. In: reads and writes. Out: connections with durable commits, a single writer, and
 * in-memory snapshots that are kept up to date.
 *
 * <p>One package because nothing else may open a connection, or know how the two databases differ.
 */
@NullMarked
package dev.sealpost.database;

import org.jspecify.annotations.NullMarked;
