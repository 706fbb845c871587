package dev.sealpost.source.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Payload;
import dev.sealpost.node.HandClock;
import dev.sealpost.source.webhook.KeepOrder.Recency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

class KeepOrderTest {

    private static final Source SOURCE =
            TestSources.of("stripe", "order.key", "{/id}", "order.version", "{/v}", "order.keep", "2d");

    private final HandClock clock = new HandClock(Instant.ofEpochSecond(1_700_000_000));

    private NewestVersions versions(TestDatabase database) {
        return new NewestVersions(database.writes(), clock);
    }

    private static InboundEvent event(String key, String version) {
        return new InboundEvent(
                new EventType("a"),
                new Payload(new byte[0]),
                Optional.empty(),
                Version.parse(version).map(parsed -> new InboundEvent.Place(key, parsed)));
    }

    private static Recency turn(KeepOrder order, Source source, String key, String version) {
        List<Recency> turns = new ArrayList<>();
        order.inOrder(source, event(key, version), turns::add);
        return turns.getFirst();
    }

    @OnDatabase
    void tellsWhatComesAfterANewerOneOfTheSameThing(TestDatabase database) {
        KeepOrder order = new KeepOrder(versions(database));

        assertThat(turn(order, SOURCE, "a", "9")).isEqualTo(Recency.NEWEST);
        assertThat(turn(order, SOURCE, "a", "10")).isEqualTo(Recency.NEWEST);
        assertThat(turn(order, SOURCE, "a", "9")).isEqualTo(Recency.OLDER);
        assertThat(turn(order, SOURCE, "a", "10")).isEqualTo(Recency.NEWEST);
        assertThat(turn(order, SOURCE, "b", "9")).isEqualTo(Recency.NEWEST);
        assertThat(turn(order, SOURCE, "a", "none")).isEqualTo(Recency.NEWEST);
    }

    @OnDatabase
    void remembersItAcrossAStart(TestDatabase database) {
        turn(new KeepOrder(versions(database)), SOURCE, "a", "2");

        assertThat(turn(new KeepOrder(versions(database)), SOURCE, "a", "1")).isEqualTo(Recency.OLDER);
    }

    @OnDatabase
    void letsInAgainWhatCouldNotBePublished(TestDatabase database) {
        KeepOrder order = new KeepOrder(versions(database));
        turn(order, SOURCE, "a", "1");

        assertThatIllegalStateException()
                .isThrownBy(() -> order.inOrder(SOURCE, event("a", "2"), turn -> {
                    throw new IllegalStateException("no broker");
                }));

        assertThat(turn(order, SOURCE, "a", "1")).isEqualTo(Recency.OLDER);
        assertThat(turn(order, SOURCE, "a", "2")).isEqualTo(Recency.NEWEST);
    }

    @OnDatabase
    void forgetsWhatWasNotToldOfForLong(TestDatabase database) {
        NewestVersions versions = versions(database);
        KeepOrder order = new KeepOrder(versions);
        turn(order, SOURCE, "a", "2");
        clock.advance(Duration.ofDays(1));
        turn(order, SOURCE, "b", "2");
        clock.advance(Duration.ofDays(1).plusSeconds(1));
        new ForgetVersions(new Sources(List.of(SOURCE)), versions, clock).forget();

        assertThat(turn(order, SOURCE, "a", "1")).isEqualTo(Recency.NEWEST);
        assertThat(turn(order, SOURCE, "b", "1")).isEqualTo(Recency.OLDER);
    }

    @OnDatabase
    void asksNothingOfTheDatabaseForASourceThatKeepsNoOrder(TestDatabase database) {
        KeepOrder order = new KeepOrder(versions(database));
        Source other = TestSources.of("stripe");

        turn(order, other, "a", "2");

        assertThat(turn(order, other, "a", "1")).isEqualTo(Recency.NEWEST);
        assertThat(database.reads()
                        .sql("SELECT COUNT(*) FROM source_version")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    /** Publishing takes a while; meanwhile a newer one must not overtake it in the queue. */
    @OnDatabase
    void publishesOneAfterTheOtherWhatIsAboutTheSameThing(TestDatabase database) throws Exception {
        KeepOrder order = new KeepOrder(versions(database));
        List<String> published = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch publishing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Thread slow = Thread.ofPlatform()
                .start(() -> order.inOrder(SOURCE, event("a", "1"), turn -> {
                    publishing.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    published.add("1");
                }));
        publishing.await();
        Thread fast =
                Thread.ofPlatform().start(() -> order.inOrder(SOURCE, event("a", "2"), turn -> published.add("2")));
        while (fast.getState() != Thread.State.WAITING && fast.isAlive()) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        slow.join();
        fast.join();

        assertThat(published).containsExactly("1", "2");
    }
}
