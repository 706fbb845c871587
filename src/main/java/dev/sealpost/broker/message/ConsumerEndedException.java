package dev.sealpost.broker.message;

/** Thrown when an active broker closed a consumer because it could not deliver the next message of the queue. */
public final class ConsumerEndedException extends BrokerUnavailableException {

    private static final long serialVersionUID = 1L;

    public ConsumerEndedException(String message) {
        super(message, null);
    }
}
