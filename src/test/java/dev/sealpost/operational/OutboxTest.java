package dev.sealpost.operational;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.event.IngestRefusedException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OutboxTest {

    private final BlockingQueue<String> published = new LinkedBlockingQueue<>();

    private void publish(Notice notice) {
        published.add(notice.headline().id().value());
    }

    private String next() throws InterruptedException {
        return String.valueOf(published.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void publishesInOrder() throws Exception {
        try (NoticeQueue outbox = new NoticeQueue(this::publish, 10, dev.sealpost.node.Backgrounds.plain())) {
            outbox.accept(Notices.about("one", true));
            outbox.accept(Notices.about("two", true));

            assertThat(next()).isEqualTo("one");
            assertThat(next()).isEqualTo("two");
        }
    }

    @Test
    void dropsTheOldestWhenItIsFullAndNeverWaits() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (NoticeQueue outbox = new NoticeQueue(
                notice -> {
                    busy.countDown();
                    await(goOn);
                    publish(notice);
                },
                2,
                dev.sealpost.node.Backgrounds.plain())) {
            outbox.accept(Notices.about("first", true));
            await(busy);
            for (int i = 1; i <= 5; i++) {
                outbox.accept(Notices.about("n" + i, true));
            }
            goOn.countDown();

            assertThat(next()).isEqualTo("first");
            assertThat(next()).isEqualTo("n4");
            assertThat(next()).isEqualTo("n5");
        }
    }

    @Test
    void triesAgainWhatWasRefused() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        try (NoticeQueue outbox = new NoticeQueue(
                notice -> {
                    if (tries.incrementAndGet() < 3) {
                        throw new IngestRefusedException("the disk is nearly full", Duration.ofMillis(1));
                    }
                    publish(notice);
                },
                2,
                dev.sealpost.node.Backgrounds.plain())) {
            outbox.accept(Notices.about("one", true));

            assertThat(next()).isEqualTo("one");
            assertThat(tries).hasValue(3);
        }
    }

    @Test
    void goesOnAfterOneThatCannotBePublished() throws Exception {
        try (NoticeQueue outbox = new NoticeQueue(
                notice -> {
                    if (notice.headline().id().value().equals("bad")) {
                        throw new IllegalStateException("no");
                    }
                    publish(notice);
                },
                2,
                dev.sealpost.node.Backgrounds.plain())) {
            outbox.accept(Notices.about("bad", true));
            outbox.accept(Notices.about("good", true));

            assertThat(next()).isEqualTo("good");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
