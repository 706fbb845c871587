package dev.sealpost.broker;

import org.jspecify.annotations.Nullable;

/** The broker does not take or give messages now. */
public class BrokerUnavailableException extends RuntimeException {

    public BrokerUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
