package dev.sealpost.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OutboundCallTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final AtomicInteger cancelled = new AtomicInteger();

    @AfterEach
    void leaveNoInterrupt() {
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void interruptsAThreadThatWaitsElsewhere() {
        try (OutboundCall call = OutboundCall.open(Duration.ofMillis(100))) {
            assertThatThrownBy(() -> new CountDownLatch(1).await()).isInstanceOf(InterruptedException.class);

            assertThat(call.expired()).isTrue();
        }
    }

    @Test
    void keepsTheDeadlinesOfAllAfterOneThatCannotBeCancelled() throws Exception {
        try (OutboundCall broken = OutboundCall.open(Duration.ofMillis(20))) {
            broken.begin(() -> {
                cancelled.incrementAndGet();
                throw new AssertionError("not to be cancelled");
            });
            assertThatThrownBy(() -> new CountDownLatch(1).await()).isInstanceOf(InterruptedException.class);
            assertThat(cancelled).hasValue(1);
        }
        try (OutboundCall next = OutboundCall.open(Duration.ofMillis(20))) {
            assertThatThrownBy(() -> new CountDownLatch(1).await()).isInstanceOf(InterruptedException.class);
            assertThat(next.expired()).isTrue();
        }
    }

    @Test
    void takesAnUnseenInterruptBackWhenItCloses() {
        try (OutboundCall call = OutboundCall.open(LONG)) {
            call.sweep(after(LONG.plusMillis(1)));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void neverInterruptsAfterItIsClosed() {
        OutboundCall call = OutboundCall.open(LONG);
        call.close();

        call.sweep(after(LONG.plusDays(1)));

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(call.expired()).isFalse();
    }

    @Test
    void leavesNoInterruptHoweverCloseAndDeadlineRace() {
        for (int i = 0; i < 20_000; i++) {
            OutboundCall call = OutboundCall.open(LONG);
            Thread sweeper = Thread.ofVirtual().start(() -> call.sweep(after(LONG.plusDays(1))));
            call.close();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            if (i % 100 == 0) {
                assertThatNoInterruptArrivesWith(sweeper);
            }
        }
    }

    private static void assertThatNoInterruptArrivesWith(Thread sweeper) {
        try {
            sweeper.join();
        } catch (InterruptedException e) {
            throw new AssertionError("A closed call interrupted its thread", e);
        }
    }

    @Test
    void keepsAnInterruptThatIsNotItsOwn() {
        try (OutboundCall call = OutboundCall.open(LONG)) {
            Thread.currentThread().interrupt();
            assertThat(call.expired()).isFalse();
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void cancelsARunningRequestFirstAndInterruptsOnlyWhenThatDoesNotHelp() throws Exception {
        try (OutboundCall call = OutboundCall.open(LONG)) {
            call.begin(() -> cancelled.incrementAndGet() > 0);

            call.sweep(after(LONG.minusSeconds(5)));
            assertThat(cancelled).hasValue(0);

            call.sweep(after(LONG.plusMillis(1)));
            assertThat(cancelled).hasValue(1);
            assertThat(call.expired()).isTrue();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();

            call.sweep(after(LONG.plus(OutboundCall.GRACE).plusSeconds(1)));
            assertThat(cancelled).hasValue(1);
            assertThat(Thread.interrupted()).isTrue();

            call.sweep(after(LONG.plusDays(1)));
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void endsAnInnerCallWithTheOuterOne() {
        try (OutboundCall outer = OutboundCall.open(Duration.ZERO)) {
            try (OutboundCall inner = OutboundCall.open(LONG)) {
                assertThatThrownBy(() -> inner.begin(() -> true)).isInstanceOf(DeadlinePassedException.class);
                assertThat(OutboundCall.current()).containsSame(inner);
            }
            assertThat(OutboundCall.current()).containsSame(outer);
        }
        assertThat(OutboundCall.current()).isEmpty();
    }

    private static long after(Duration duration) {
        return System.nanoTime() + duration.toNanos();
    }
}
