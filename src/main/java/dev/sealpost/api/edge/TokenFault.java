package dev.sealpost.api.edge;

/** Reason why a request is not authenticated. */
public enum TokenFault {
    MISSING,
    INVALID,
    /** This node has not loaded its tokens yet. */
    NOT_LOADED
}
