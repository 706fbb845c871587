package dev.sealpost.broker;

/** The broker is at something that must not be disturbed; nothing was changed, and it may work a little later. */
public final class BrokerBusyException extends RuntimeException {

    BrokerBusyException(String message) {
        super(message);
    }
}
