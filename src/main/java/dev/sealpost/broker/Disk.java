package dev.sealpost.broker;

/** Disk of the broker, as far as this node has to monitor it. */
public interface Disk {

    /** Returns whether less space is free than configured, so that events are refused. */
    boolean isNearlyFull();
}
