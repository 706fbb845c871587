package dev.sealpost.broker;

/** The broker is there, and has ended a consumer: it could not give out the message that is next in the queue. */
public final class ConsumerEndedException extends BrokerUnavailableException {

    private static final long serialVersionUID = 1L;

    public ConsumerEndedException(String message) {
        super(message, null);
    }
}
