package dev.sealpost.broker;

/** Thrown when the broker is busy with work that must not be interrupted. Nothing was changed; retry later. */
public final class BrokerBusyException extends RuntimeException {

    BrokerBusyException(String message) {
        super(message);
    }
}
