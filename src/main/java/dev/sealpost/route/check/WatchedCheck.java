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

    private static final Duration LONGEST_END = Duration.ofSeconds(3);

    private final Duration patience;
    private volatile @Nullable Begun begun;
    private volatile boolean isLeft;

    /** @param patience with each file */
    WatchedCheck(Duration patience) {
        this.patience = patience;
    }

    private record Begun(RouteFileContent.FileContent file, long since) {}

    /** A file with which the check does not come to an end. */
    static final class StuckException extends RuntimeException {

        private final transient RouteFileContent.FileContent file;

        private StuckException(RouteFileContent.FileContent file) {
            super("the check of " + file + " does not come to an end");
            this.file = file;
        }

        RouteFileContent.FileContent file() {
            return file;
        }
    }

    /** Called by the check, before each file. */
    void begin(RouteFileContent.FileContent file) {
        if (isLeft) {
            throw new IllegalStateException("nobody waits for this check any more");
        }
        begun = new Begun(file, System.nanoTime());
    }

    /** Called by the check when it is over with files. */
    void end() {
        begun = null;
    }

    /**
     * Returns what the check gives.
     *
     * @param end what comes after it in any case; waited for a moment only, as what hangs may hold it up, too
     * @throws StuckException when it is left behind
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
            isLeft = true;
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
            thread.join(LONGEST_END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T await(FutureTask<T> task) throws ExecutionException, InterruptedException {
        while (true) {
            Begun before = begun;
            long waited = before == null ? 0 : System.nanoTime() - before.since();
            if (before != null && waited >= patience.toNanos()) {
                throw new StuckException(before.file());
            }
            try {
                return task.get(patience.toNanos() - waited, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                // look at which file it is now
            }
        }
    }
}
