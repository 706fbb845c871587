package dev.sealpost.egress;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Thread that watches the deadlines of all open calls. Sweeping a few thousand open calls is cheaper than starting a timer for
 * each of tens of thousands of calls a second.
 */
final class Deadlines {

    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);
    private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Set<OutboundCall> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Thread.ofPlatform().daemon().name("outbound-deadlines").start(Deadlines::watchForever);
    }

    private Deadlines() {}

    static void watch(OutboundCall call) {
        OPEN.add(call);
    }

    static void forget(OutboundCall call) {
        OPEN.remove(call);
    }

    private static void watchForever() {
        while (true) {
            LockSupport.parkNanos(PERIOD);
            long now = System.nanoTime();
            for (OutboundCall call : OPEN) {
                sweep(call, now);
            }
        }
    }

    private static void sweep(OutboundCall call, long now) {
        try {
            call.sweep(now);
        } catch (RuntimeException | Error e) {
            log(e);
        }
    }

    /** Logs the error. Nothing may end this thread, not even an OutOfMemoryError: without it no deadline is enforced. */
    private static void log(Throwable e) {
        try {
            LOG.warn("outbound.cancel-failed reason={}", e.toString());
        } catch (RuntimeException | Error notLogged) {
            e.addSuppressed(notLogged);
        }
    }
}
