/**
 * The database, SQLite or PostgreSQL. In: reads and writes. Out: connections with durable commits, a single writer, and
 * in-memory snapshots that are kept up to date.
 */
@NullMarked
package dev.sealpost.database;

import org.jspecify.annotations.NullMarked;
