package dev.sealpost.source.sync;

import java.util.Locale;

/** Decision on a change. */
public enum SyncDecision {
    /** The other system has no such record yet. */
    CREATE,

    UPDATE,

    DELETE,

    /** The source repeats what both systems agreed on last: usually what Sealpost itself has written there. */
    ECHO,

    /** The source is known to have a newer version of the record. */
    STALE,

    /** The record is deleted for good. */
    DELETED,

    /** The other system has this content already. */
    SAME,

    /** The other system has a change of its own, which wins by the rule of the route. */
    CONFLICT;

    /** Returns {@code create}, {@code update}, {@code delete} or {@code none}. */
    String action() {
        return switch (this) {
            case CREATE, UPDATE, DELETE -> word();
            case ECHO, STALE, DELETED, SAME, CONFLICT -> "none";
        };
    }

    /** Returns the name as in headers and metrics. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
