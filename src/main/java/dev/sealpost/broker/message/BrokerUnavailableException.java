package dev.sealpost.broker.message;

import org.jspecify.annotations.Nullable;

/** Thrown when the broker currently neither accepts nor delivers messages. */
public class BrokerUnavailableException extends RuntimeException {

    public BrokerUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
