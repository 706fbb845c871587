package dev.sealpost.node;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a part of this node says that it cannot go on. The node is unhealthy from then on and its process ends: a supervisor
 * starts a new one, while one that only looks alive helps nobody. Nothing is tidied up, as in a crash: all that was accepted
 * is on disk. Threads may share it.
 */
public final class FatalErrorHandler {

    /** What went wrong, with the exit code of the process: those of {@code sysexits.h} on Linux. */
    public enum Cause {
        /** A fault of our own, such as too little memory: {@code EX_SOFTWARE}. */
        SOFTWARE(70),
        /** The disk, or what is on it: {@code EX_IOERR}. */
        DISK(74);

        private final int exitCode;

        Cause(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(FatalErrorHandler.class);
    /** For probes to see it, and for answers that are on their way. */
    private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

    private final IntConsumer end;
    private final AtomicBoolean reported = new AtomicBoolean();
    private volatile Optional<String> reason = Optional.empty();

    /**
     * Ends the process by this, with an exit code.
     *
     * @param end told the exit code, once, on the thread that reports
     */
    public FatalErrorHandler(IntConsumer end) {
        this.end = end;
    }

    /** One that ends this process. */
    static FatalErrorHandler ofThisProcess() {
        return new FatalErrorHandler(FatalErrorHandler::endSoon);
    }

    /**
     * Says that a part cannot go on. Only the first report counts.
     *
     * @param part what it is, for operators
     */
    public void report(Cause kind, String part, Throwable cause) {
        if (reported.compareAndSet(false, true)) {
            reason = Optional.of(part + ": " + cause);
            try {
                LOG.error(
                        "node.broken part={} exitCode={} reason={}: this process cannot go on and ends, to be started anew"
                                + " by its supervisor; what was accepted is kept",
                        part,
                        kind.exitCode(),
                        cause.toString(),
                        cause);
            } finally {
                end.accept(kind.exitCode());
            }
        }
    }

    /** Why this node cannot go on; empty as long as it can. */
    public Optional<String> reason() {
        return reason;
    }

    private static void endSoon(int exitCode) {
        try {
            Thread.ofPlatform().name("sealpost-end").start(() -> {
                LockSupport.parkNanos(LAST_MOMENT.toNanos());
                Runtime.getRuntime().halt(exitCode);
            });
        } catch (Throwable noThreadLeft) {
            Runtime.getRuntime().halt(exitCode);
        }
    }
}
