package dev.sealpost.delivery;

/** Listener for circuit breakers of this node that open or close. Runs on delivery threads and must return quickly. */
public interface BreakerListener {

    /** Called when the breaker opens, but not again when a probe fails. */
    void opened(OpenBreaker breaker);

    /** Called when the breaker closes. */
    void closed(OpenBreaker breaker);
}
