package dev.sealpost.faults;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Current behaviour of a proxy. Its identity counts: the same fault set again begins anew. */
sealed interface Fault {

    /** Called once when another takes its place. */
    default void end() {}

    final class Forwards implements Fault {}

    record Holds(Duration time, CountDownLatch ended) implements Fault {

        /** Blocks for the time, or until another fault takes its place. */
        void await() throws InterruptedException {
            ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
        }

        boolean hasEnded() {
            return ended.getCount() == 0;
        }

        @Override
        public void end() {
            ended.countDown();
        }
    }

    final class CutsAfter implements Fault {

        final FaultProxy.Direction direction;
        final long bytes;

        CutsAfter(FaultProxy.Direction direction, long bytes) {
            this.direction = direction;
            this.bytes = bytes;
        }
    }

    final class Inspects implements Fault {

        final Supplier<? extends FaultProxy.Inspection> inspections;

        Inspects(Supplier<? extends FaultProxy.Inspection> inspections) {
            this.inspections = inspections;
        }
    }
}
