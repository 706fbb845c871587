package dev.sealpost.connector.call;

/** Thrown if a request cannot be made from the event: no repeat can help. The message names what is missing or wrong. */
public final class CallRefusedException extends RuntimeException {

    public CallRefusedException(String message) {
        super(message);
    }
}
