package dev.sealpost.egress;

import java.io.IOException;

/** A pooled connection turned out to be closed before the first byte of the answer. */
final class StaleConnectionException extends IOException {

    StaleConnectionException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
