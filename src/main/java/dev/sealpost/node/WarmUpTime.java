package dev.sealpost.node;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;

/** Duration of the warm-up, from its creation. Thread-safe. */
public final class WarmUpTime {

    private final long end;

    public WarmUpTime(Duration time) {
        this.end = System.nanoTime() + time.toNanos();
    }

    /** Piece of work that may fail. */
    public interface Action {

        void run() throws Exception;
    }

    public boolean isOver() {
        return System.nanoTime() - end >= 0;
    }

    /** Returns the time that is left, at least zero. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** Starts virtual threads that repeat the action until the time is over. */
    public Repeated repeat(int threads, Action action) {
        return new Repeated(IntStream.range(0, threads)
                .mapToObj(thread -> start(() -> {
                    while (!isOver()) {
                        action.run();
                    }
                }))
                .toList());
    }

    /** Starts the action on a virtual thread. Its failure is kept until somebody asks for the result. */
    public FutureTask<Void> start(Action action) {
        FutureTask<Void> running = new FutureTask<>(() -> {
            action.run();
            return null;
        });
        Thread.ofVirtual().name("warm-up").start(running);
        return running;
    }

    /** Running repetitions. */
    public record Repeated(List<FutureTask<Void>> running) {

        /**
         * Waits for the end of all threads.
         *
         * @throws ExecutionException with the first failure
         */
        public void await() throws ExecutionException, InterruptedException {
            for (FutureTask<Void> each : running) {
                each.get();
            }
        }
    }
}
