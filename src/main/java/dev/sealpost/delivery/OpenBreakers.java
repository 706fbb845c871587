package dev.sealpost.delivery;

/** Knows of how many destinations this node has opened the circuit breaker. */
public interface OpenBreakers {

    int count();
}
