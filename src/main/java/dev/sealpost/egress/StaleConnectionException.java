package dev.sealpost.egress;

import java.io.IOException;

/** A connection that was kept from an earlier request turned out to be closed: of this answer not one byte came. */
final class StaleConnectionException extends IOException {

    StaleConnectionException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
