package dev.sealpost.connector.limit;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Permit that is given back once, however often it is closed. */
final class OnePermit implements CredentialLimits.Permit {

    private final Semaphore free;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    OnePermit(Semaphore free) {
        this.free = free;
    }

    @Override
    public void close() {
        if (isClosed.compareAndSet(false, true)) {
            free.release();
        }
    }
}
