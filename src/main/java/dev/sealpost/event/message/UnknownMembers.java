package dev.sealpost.event.message;

/** Treatment of unknown members of a body. */
public enum UnknownMembers {
    /** Refuse, with the most similar known name. */
    REFUSE,
    /** Ignore, and name in the answer. */
    REPORT
}
