package dev.sealpost.egress;

import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/** The exchange was cut because its {@link OutboundCall} ran out of time. */
public final class DeadlinePassedException extends InterruptedIOException {

    private static final long serialVersionUID = 1;

    DeadlinePassedException(@Nullable Throwable cause) {
        super("No whole answer before the deadline");
        if (cause != null) {
            initCause(cause);
        }
    }
}
