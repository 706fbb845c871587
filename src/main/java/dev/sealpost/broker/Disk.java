package dev.sealpost.broker;

/** The disk that the broker of this node keeps events on. */
public interface Disk {

    /** Whether less is free than the settings ask for, so that events are refused. */
    boolean isNearlyFull();
}
