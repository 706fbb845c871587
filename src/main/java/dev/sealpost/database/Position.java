package dev.sealpost.database;

import java.time.Instant;

/** Position in a list sorted by time and, within a millisecond, by a unique key. */
public record Position(Instant time, String key) {}
