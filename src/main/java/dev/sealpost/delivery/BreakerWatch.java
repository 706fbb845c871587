package dev.sealpost.delivery;

/** Who wants to know when a circuit breaker of this node opens or closes. Called by threads that deliver: returns quickly. */
public interface BreakerWatch {

    /** It lets nothing through from now on. Not called again when a probe fails. */
    void opened(OpenBreaker breaker);

    /** It lets deliveries through again. */
    void closed(OpenBreaker breaker);
}
