package dev.sealpost.node;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles errors after which a component cannot continue: marks the node unhealthy and ends the process, for a
 * supervisor to restart it. Nothing is cleaned up, as in a crash: all accepted events are on disk. Thread-safe.
 */
public final class FatalErrorHandler {

    /** Cause of the error, with the exit code of the process from {@code sysexits.h}. */
    public enum Cause {
        /** Software error, such as a lack of memory: {@code EX_SOFTWARE}. */
        SOFTWARE(70),
        /** Disk failure or damaged files: {@code EX_IOERR}. */
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
    /** Delay before the process ends, for probes and pending answers. */
    private static final Duration EXIT_DELAY = Duration.ofSeconds(1);

    private final IntConsumer end;
    private final AtomicBoolean reported = new AtomicBoolean();
    private volatile Optional<String> reason = Optional.empty();

    /**
     * Creates a handler.
     *
     * @param end called once with the exit code, on the reporting thread
     */
    public FatalErrorHandler(IntConsumer end) {
        this.end = end;
    }

    /** Creates a handler that ends this process. */
    static FatalErrorHandler ofThisProcess() {
        return new FatalErrorHandler(FatalErrorHandler::endSoon);
    }

    /**
     * Reports a fatal error. Only the first report counts.
     *
     * @param part name of the component, for operators
     */
    public void report(Cause kind, String part, Throwable cause) {
        if (reported.compareAndSet(false, true)) {
            reason = Optional.of(part + ": " + cause);
            try {
                LOG.error(
                        "node.fatal part={} exitCode={} reason={}: this process cannot continue and exits, for its supervisor to restart it; accepted events are safe on disk",
                        part,
                        kind.exitCode(),
                        cause.toString(),
                        cause);
            } finally {
                end.accept(kind.exitCode());
            }
        }
    }

    /** Reason of the fatal error; empty if there was none. */
    public Optional<String> reason() {
        return reason;
    }

    private static void endSoon(int exitCode) {
        try {
            Thread.ofPlatform().name("sealpost-end").start(() -> {
                LockSupport.parkNanos(EXIT_DELAY.toNanos());
                Runtime.getRuntime().halt(exitCode);
            });
        } catch (Throwable noThreadLeft) {
            Runtime.getRuntime().halt(exitCode);
        }
    }
}
