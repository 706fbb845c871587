package dev.sealpost.transform;

import dev.sealpost.application.ApplicationId;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Places in which code runs: platform threads with a bounded stack, at most so many at a time. The sandbox ends an interrupted run at
 * its next loop or call, and its place is free only then.
 */
final class RunPlaces {

    private static final long STACK = 1L << 20;

    private final TransformSettings settings;
    private final Semaphore free;
    private final ApplicationTurns turns;
    private final ExecutorService threads = Executors.newCachedThreadPool(run ->
            Thread.ofPlatform().daemon().name("transformation").stackSize(STACK).unstarted(run));

    RunPlaces(TransformSettings settings) {
        this.settings = settings;
        this.free = new Semaphore(settings.concurrency(), true);
        this.turns = new ApplicationTurns(
                Math.max(1, settings.concurrency() / 2),
                settings.timeout().multipliedBy(5).toMillis());
    }

    /**
     * Runs code, after waiting for the application's turn for at most five times the time limit, and for a place for at most twice.
     *
     * @throws TransformationException if the code needs longer than the time limit, or the application's other runs do
     * @throws TransformationsBusyException if no place becomes free
     */
    <T> T run(ApplicationId application, Callable<T> code) {
        try {
            return turns.in(application, () -> place(code));
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private <T> T place(Callable<T> code) {
        try {
            if (!free.tryAcquire(settings.timeout().multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TransformationsBusyException(settings.concurrency());
            }
            Future<T> running = threads.submit(() -> {
                try {
                    return code.call();
                } finally {
                    free.release();
                }
            });
            return await(running, settings.timeout());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static TransformationException interrupted() {
        Thread.currentThread().interrupt();
        return new TransformationException("the deadline of the attempt passed while the transformation ran");
    }

    private static <T> T await(Future<T> running, Duration timeout) throws InterruptedException {
        try {
            return running.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            running.cancel(true);
            throw new TransformationException("the code ran longer than " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            running.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TransformationException failure) {
                throw failure;
            }
            throw new IllegalStateException("the sandbox of transformations failed", e.getCause());
        }
    }
}
