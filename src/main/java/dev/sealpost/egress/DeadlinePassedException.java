package dev.sealpost.egress;

import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/** The exchange was cancelled at the deadline of its {@link OutboundCall}. */
public final class DeadlinePassedException extends InterruptedIOException {

    private static final long serialVersionUID = 1;

    DeadlinePassedException(@Nullable Throwable cause) {
        super("No complete answer before the deadline");
        if (cause != null) {
            initCause(cause);
        }
    }
}
