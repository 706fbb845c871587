package dev.sealpost.delivery;

/** Origin of an attempt. */
public enum Trigger {
    SCHEDULED,
    MANUAL
}
