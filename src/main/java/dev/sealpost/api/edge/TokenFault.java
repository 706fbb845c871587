package dev.sealpost.api.edge;

/** Reason why a request is not authenticated. */
public enum TokenFault {
    MISSING,
    INVALID,
    /** Tokens are not loaded yet: the node is starting. */
    NOT_LOADED
}
