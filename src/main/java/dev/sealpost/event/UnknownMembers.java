package dev.sealpost.event;

/** The two ways to treat a member of a body that nobody knows. */
public enum UnknownMembers {
    /** Refused, with the name that was probably meant. */
    REFUSE,
    /** Ignored, and named in the answer. */
    REPORT
}
