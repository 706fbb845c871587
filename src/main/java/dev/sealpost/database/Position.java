package dev.sealpost.database;

import java.time.Instant;

/** A place in a list that is sorted by time and, within a millisecond, by a key that is unique in the list. */
public record Position(Instant time, String key) {}
