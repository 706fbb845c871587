package dev.sealpost.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.health.HealthIndicator;

class BackgroundTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Integer> exitCodes = new CopyOnWriteArrayList<>();
    private final Background background = new Background(new FatalErrorHandler(exitCodes::add));

    // Fault 15.
    @ParameterizedTest
    @ValueSource(
            classes = {
                IllegalStateException.class,
                StackOverflowError.class,
                NoClassDefFoundError.class,
                AssertionError.class,
                ExceptionInInitializerError.class
            })
    void goesOnWhateverAStepThrows(Class<? extends Throwable> type) throws Exception {
        Throwable thrown = type.getDeclaredConstructor().newInstance();
        AtomicInteger steps = new AtomicInteger();

        try (BackgroundWork work = background.every("one", Duration.ofMillis(1), () -> {
            if (steps.incrementAndGet() == 1) {
                throwAnyway(thrown);
            }
        })) {
            Awaitility.await().atMost(PATIENCE).until(() -> steps.get() > 3);
            assertThat(work.isOver()).isFalse();
        }
        assertThat(background.failing()).isEmpty();
        assertThat(exitCodes).isEmpty();
    }

    // Fault 15.
    @Test
    void goesOnWhenWhatAStepThrowsCannotBeTold() {
        AtomicInteger steps = new AtomicInteger();

        try (BackgroundWork work = background.every("untold", Duration.ofMillis(1), () -> {
            if (steps.incrementAndGet() == 1) {
                throw new Untold();
            }
        })) {
            background.every("other", Duration.ofMillis(1), () -> {}).close();
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> steps.get() > 1 || work.isOver());
            assertThat(work.isOver()).isFalse();
        }
    }

    private static final class Untold extends RuntimeException {

        @Override
        public String getMessage() {
            throw new NoClassDefFoundError("of its message");
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwAnyway(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void namesWhatFailsAgainAndAgainUntilItWorks() {
        AtomicInteger steps = new AtomicInteger();
        Map<String, String> mended = new ConcurrentHashMap<>();
        HealthIndicator health = new NodeConfiguration().backgroundHealthIndicator(background);

        try (BackgroundWork work = background.every("sweeping", Duration.ofMillis(1), () -> {
            steps.incrementAndGet();
            if (mended.isEmpty()) {
                throw new NoClassDefFoundError("gone");
            }
        })) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> !background.failing().isEmpty());
            assertThat(background.failing().get("sweeping"))
                    .contains("in a row")
                    .contains("gone");
            assertThat(health.health().getStatus().getCode()).isEqualTo("DOWN");
            mended.put("mended", "");
            Awaitility.await().atMost(PATIENCE).until(() -> background.failing().isEmpty());
            assertThat(health.health().getStatus().getCode()).isEqualTo("UP");
            assertThat(work.name()).isEqualTo("sweeping");
        }
    }

    @Test
    void endsTheProcessWhenThereIsNoMemory() {
        try (BackgroundWork work = background.every("greedy", Duration.ofMillis(1), () -> {
            throw new OutOfMemoryError("none left");
        })) {
            Awaitility.await().atMost(PATIENCE).until(() -> exitCodes.equals(List.of(70)));
            assertThat(work.isOver()).isFalse();
        }
    }

    @Test
    void doesNothingMoreOnceItIsClosed() {
        AtomicInteger steps = new AtomicInteger();
        BackgroundWork work = background.every("one", Duration.ofMillis(1), steps::incrementAndGet);
        Awaitility.await().atMost(PATIENCE).until(() -> steps.get() > 0);

        work.close();

        int before = steps.get();
        assertThat(work.isOver()).isTrue();
        assertThat(steps.get()).isEqualTo(before);
        assertThat(background.failing()).isEmpty();
    }
}
