package dev.sealpost.delivery;

/** Who asked for an attempt. */
public enum Trigger {
    SCHEDULED,
    MANUAL
}
