package dev.sealpost.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WarmUpTest {

    private final Queue<String> done = new ConcurrentLinkedQueue<>();

    @Test
    void runsAllStepsAndWaitsForThem() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        WarmUpStep.Work work = time -> {
            both.countDown();
            both.await();
            done.add("ended");
        };
        WarmUp warmUp = warmUp(Duration.ofSeconds(20), new WarmUpStep("a", work), new WarmUpStep("b", work));

        warmUp.begin();
        warmUp.await();

        assertThat(done).containsExactly("ended", "ended");
    }

    @Test
    void tellsAStepWhenItsTimeIsOver() throws Exception {
        WarmUp warmUp = warmUp(Duration.ofMillis(1), new WarmUpStep("a", time -> {
            while (!time.isOver()) {
                Thread.onSpinWait();
            }
            done.add("over");
        }));

        warmUp.begin();
        warmUp.await();

        assertThat(done).containsExactly("over");
    }

    @Test
    void goesOnWithoutAStepThatFails() throws Exception {
        WarmUp warmUp = warmUp(
                Duration.ofSeconds(20),
                new WarmUpStep("a", time -> {
                    throw new IllegalStateException("no room");
                }),
                new WarmUpStep("b", time -> done.add("ended")));

        warmUp.begin();
        warmUp.await();

        assertThat(done).containsExactly("ended");
    }

    @Test
    void doesNotWaitForAStepThatHangs() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        WarmUp warmUp = warmUp(Duration.ofMillis(1), new WarmUpStep("a", time -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        }));

        warmUp.begin();
        warmUp.await();

        interrupted.await();
    }

    @Test
    void runsNothingWithoutTime() throws Exception {
        WarmUp warmUp = warmUp(Duration.ZERO, new WarmUpStep("a", time -> done.add("ran")));

        warmUp.begin();
        warmUp.await();

        assertThat(done).isEmpty();
    }

    @Test
    void refusesATimeOutsideItsBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WarmUpSettings(Duration.ofSeconds(31)))
                .withMessage("sealpost.warm-up.time must be from 0s to 30s, but is PT31S");
    }

    private static WarmUp warmUp(Duration time, WarmUpStep... tasks) {
        return new WarmUp(List.of(tasks), new WarmUpSettings(time));
    }
}
