package dev.sealpost.route.check;

import dev.sealpost.route.file.RouteFileContent;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs a check on its own thread and abandons it if one file takes too long: building a route runs foreign code, such as bean
 * constructors, which may never return and cannot be stopped.
 */
final class WatchedCheck {

    private static final Duration CLEANUP_TIMEOUT = Duration.ofSeconds(3);

    private final Duration timeout;
    private volatile @Nullable Begun begun;
    private volatile boolean isAbandoned;

    /** @param timeout longest time for each file */
    WatchedCheck(Duration timeout) {
        this.timeout = timeout;
    }

    private record Begun(RouteFileContent.FileContent file, long since) {}

    /** Thrown if the check of a file does not finish. */
    static final class StuckException extends RuntimeException {

        private final transient RouteFileContent.FileContent file;

        private StuckException(RouteFileContent.FileContent file) {
            super("the check of " + file + " does not finish");
            this.file = file;
        }

        RouteFileContent.FileContent file() {
            return file;
        }
    }

    /** Marks the start of a file. Called by the check. */
    void begin(RouteFileContent.FileContent file) {
        if (isAbandoned) {
            throw new IllegalStateException("the check was abandoned");
        }
        begun = new Begun(file, System.nanoTime());
    }

    /** Marks the end of the last file. Called by the check. */
    void end() {
        begun = null;
    }

    /**
     * Runs the check and returns its result.
     *
     * @param end cleanup after the check; abandoned after some seconds, because a stuck file may block it, too
     * @throws StuckException if the check of a file takes too long
     */
    <T> T run(Callable<T> check, Runnable end) {
        FutureTask<T> task = new FutureTask<>(check);
        Thread thread = start(task, "check-routes");
        try {
            return await(task);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException("The check failed: " + e.getCause(), e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The check was interrupted.", e);
        } finally {
            isAbandoned = true;
            thread.interrupt();
            join(start(end, "check-routes-end"));
        }
    }

    private static Thread start(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(Thread thread) {
        try {
            thread.join(CLEANUP_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T await(FutureTask<T> task) throws ExecutionException, InterruptedException {
        while (true) {
            Begun before = begun;
            long waited = before == null ? 0 : System.nanoTime() - before.since();
            if (before != null && waited >= timeout.toNanos()) {
                throw new StuckException(before.file());
            }
            try {
                return task.get(timeout.toNanos() - waited, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                // the check may have reached another file
            }
        }
    }
}
