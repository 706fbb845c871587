package dev.sealpost.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.application.ApplicationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The smallest window of 12 events has room for 4, and for 2 of one application. */
class IngestWindowTest {

    private static final int MOST = 12;
    private static final int SMALLEST = 4;
    private static final int SHARE = 2;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final ApplicationId FLOOD = new ApplicationId("app_flood");
    private static final ApplicationId CALM = new ApplicationId("app_calm");

    private final AtomicLong now = new AtomicLong();
    private final IngestWindow window = new IngestWindow(MOST, LONG, now::get);
    private final List<String> admitted = new CopyOnWriteArrayList<>();

    private static EventId id(ApplicationId application, int number) {
        return new EventId(application.value() + "-" + number);
    }

    private void enter(ApplicationId application, int number) {
        window.enter(application, id(application, number), 1);
        admitted.add(id(application, number).value());
    }

    /** Sends an event on a thread of its own, and returns once it waits. */
    private CompletableFuture<Void> waits(ApplicationId application, int number) {
        int before = window.waiting();
        CompletableFuture<Void> sent = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                enter(application, number);
                sent.complete(null);
            } catch (RuntimeException e) {
                sent.completeExceptionally(e);
            }
        });
        Awaitility.await().until(() -> window.waiting() == before + 1);
        return sent;
    }

    private void fill(ApplicationId application, int events) {
        for (int i = 0; i < events; i++) {
            enter(application, i);
        }
    }

    @Test
    void admitsAWaitingEventWhenOneOfItsApplicationLeaves() throws Exception {
        fill(FLOOD, SHARE);
        CompletableFuture<Void> third = waits(FLOOD, 2);

        window.leave(id(FLOOD, 0));

        third.get(20, TimeUnit.SECONDS);
        assertThat(window.inside()).isEqualTo(SHARE);
        assertThat(window.waiting()).isZero();
        assertThat(window.delayed()).isEqualTo(1);
    }

    @Test
    void keepsRoomForOthersBesideAFlood() {
        fill(FLOOD, SHARE);
        waits(FLOOD, 2);
        waits(FLOOD, 3);

        enter(CALM, 0);

        assertThat(admitted).contains("app_calm-0");
    }

    @Test
    void letsApplicationsTakeTurns() throws Exception {
        List<ApplicationId> floods =
                List.of(new ApplicationId("app_a"), new ApplicationId("app_b"), new ApplicationId("app_c"));
        fill(floods.get(0), SHARE);
        fill(floods.get(1), SHARE);
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (ApplicationId flood : floods) {
            sent.add(waits(flood, 7));
            sent.add(waits(flood, 8));
        }

        window.leave(id(floods.get(0), 0));
        window.leave(id(floods.get(1), 0));
        window.leave(id(floods.get(0), 1));

        for (ApplicationId flood : floods) {
            sent.get(2 * floods.indexOf(flood)).get(20, TimeUnit.SECONDS);
        }
        assertThat(admitted.subList(SMALLEST, admitted.size()))
                .containsExactlyInAnyOrder("app_a-7", "app_b-7", "app_c-7");
    }

    @Test
    void admitsTheLongestWaitingEventOfAnApplicationFirst() throws Exception {
        fill(FLOOD, SHARE);
        CompletableFuture<Void> first = waits(FLOOD, 7);
        CompletableFuture<Void> second = waits(FLOOD, 8);

        window.leave(id(FLOOD, 0));
        first.get(20, TimeUnit.SECONDS);
        assertThat(second).isNotDone();

        window.leave(id(FLOOD, 1));
        second.get(20, TimeUnit.SECONDS);
    }

    @Test
    void refusesAnEventThatWaitedTooLong() {
        IngestWindow impatient = new IngestWindow(MOST, Duration.ofNanos(1), System::nanoTime);
        impatient.enter(FLOOD, id(FLOOD, 0), 1);
        impatient.enter(FLOOD, id(FLOOD, 1), 1);

        assertThatExceptionOfType(IngestRefusedException.class)
                .isThrownBy(() -> impatient.enter(FLOOD, id(FLOOD, 2), 1))
                .withMessageContaining("more events than it can deliver")
                .satisfies(e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(5)));

        assertThat(impatient.refused()).isEqualTo(1);
        assertThat(impatient.waiting()).isZero();
        assertThat(impatient.inside()).isEqualTo(SHARE);
    }

    @Test
    void refusesAnEventForWhichThereIsNoMemory() {
        fill(FLOOD, SHARE);
        waits(FLOOD, 2);

        CompletableFuture<Void> large = CompletableFuture.runAsync(() -> window.enter(FLOOD, id(FLOOD, 3), 64 << 20));

        assertThatThrownBy(() -> large.get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IngestRefusedException.class)
                .hasMessageContaining("too many events wait");
    }

    @Test
    void countsAnEventSentTwiceTwice() {
        enter(CALM, 0);
        enter(CALM, 0);
        assertThat(window.inside()).isEqualTo(2);

        window.leave(id(CALM, 0));
        window.leave(id(CALM, 0));
        window.leave(id(CALM, 0));

        assertThat(window.inside()).isZero();
    }

    @Test
    void forgetsEventsThatNeverLeave() throws Exception {
        fill(FLOOD, SHARE);
        now.addAndGet(Duration.ofSeconds(31).toNanos());

        enter(FLOOD, 2);

        assertThat(window.inside()).isEqualTo(1);
    }

    @Test
    void letsNothingWaitWhereItIsOff() {
        IngestWindow off = new IngestWindow(MOST, Duration.ZERO, now::get);
        for (int i = 0; i < 5 * MOST; i++) {
            off.enter(FLOOD, id(FLOOD, i), 1);
        }

        assertThat(off.inside()).isZero();
    }

    @Test
    void givesTheRoomOfAnEventThatNeverLeavesToTheOneThatWaitsLongest() throws Exception {
        fill(FLOOD, SHARE);
        CompletableFuture<Void> longest = waits(FLOOD, 2);
        now.addAndGet(Duration.ofSeconds(31).toNanos());

        window.enter(FLOOD, id(FLOOD, 3), 64 << 20);

        longest.get(20, TimeUnit.SECONDS);
        assertThat(window.inside()).isEqualTo(SHARE);
    }

    @Test
    void letsNothingWaitWhileItIsOpen() throws Exception {
        fill(FLOOD, SHARE);
        CompletableFuture<Void> third = waits(FLOOD, 2);

        window.setOpen(true);
        third.get(20, TimeUnit.SECONDS);
        int inside = window.inside();
        fill(FLOOD, 5 * MOST);

        assertThat(window.inside()).isEqualTo(inside);
        assertThat(window.delayed()).isEqualTo(1);
    }

    @Test
    void letsEventsWaitAgainOnceItIsClosed() {
        window.setOpen(true);
        window.setOpen(false);
        fill(FLOOD, SHARE);

        waits(FLOOD, 2);
    }

    @Test
    void refusesWhatWaitsOnceTheNodeIsStopping() {
        CompletableFuture<Void> third;
        try (GenericApplicationContext node = new AnnotationConfigApplicationContext()) {
            node.registerBean(IngestWindow.class, () -> window);
            node.refresh();
            fill(FLOOD, SHARE);
            third = waits(FLOOD, 2);
        }

        assertThatThrownBy(() -> third.get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IngestRefusedException.class)
                .hasMessageContaining("this node is stopping");
        assertThat(window.waiting()).isZero();
    }
}
