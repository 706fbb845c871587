package dev.sealpost.broker;

/** The disk that a broker keeps events on, as far as this node has to look after it. */
public interface Disk {

    /** Whether less is free than the settings ask for, so that events are refused. */
    boolean isNearlyFull();
}
