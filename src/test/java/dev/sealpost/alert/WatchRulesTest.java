package dev.sealpost.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.event.Event;
import dev.sealpost.event.IngestRefusedException;
import dev.sealpost.event.Publisher;
import dev.sealpost.node.HandClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts are published at the right time, on a real table and a clock that the test sets. */
class WatchRulesTest {

    private final HandClock clock = new HandClock(Instant.parse("2026-01-02T03:04:05.678901Z"));
    private final ListPublisher publisher = new ListPublisher();
    private final Rule rule = new Rule("free", "", true, this::evaluate);
    private TestDatabase database;
    private AlertRows rows;
    private WatchRules watch;

    @BeforeEach
    void open(@TempDir Path folder) {
        database = TestDatabase.in(folder);
        rows = new AlertRows(database.writes(), database.reads(), clock);
        watch = aNode();
    }

    private WatchRules aNode() {
        return new WatchRules(
                List.of(rule),
                rows,
                new PublishAlert(publisher, () -> new ApplicationId("app_operators")),
                Duration.ofMinutes(5),
                clock);
    }

    private static final class ListPublisher implements Publisher {

        private final List<Event> published = new ArrayList<>();
        private boolean refuses;

        @Override
        public void publish(Event event) {
            if (refuses) {
                throw new IngestRefusedException("the disk is nearly full", Duration.ofSeconds(1));
            }
            published.add(event);
        }

        List<String> types() {
            return published.stream().map(event -> event.type().name()).toList();
        }
    }

    private boolean broken;
    private boolean blind;

    private Rule.Evaluation evaluate(Instant now) {
        if (blind) {
            throw new IllegalStateException("cannot be told now");
        }
        return new Rule.Evaluation(broken, 7, 5, "7 is more than 5");
    }

    private void minutes(int count) {
        for (int i = 0; i < count; i++) {
            clock.advance(Duration.ofMinutes(1));
            watch.look();
        }
    }

    @Test
    void publishesOneEventWhenItFiresAndOneWhenItIsOver() {
        broken = true;
        minutes(3);
        assertThat(watch.firing()).containsEntry("free", true);
        broken = false;
        minutes(10);

        assertThat(publisher.types()).containsExactly("sealpost.alert.fired", "sealpost.alert.resolved");
        assertThat(watch.firing()).containsEntry("free", false);
        Event fired = publisher.published.getFirst();
        assertThat(fired.application().value()).isEqualTo("app_operators");
        assertThat(new String(fired.payload().bytes(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"type\":\"sealpost.alert.fired\",\"timestamp\":\"2026-01-02T03:05:05.678Z\",\"data\":{"
                                + "\"alert\":\"free\",\"node\":\"\",\"text\":\"7 is more than 5\",\"value\":7.0,\"limit\":5.0}}");
    }

    @Test
    void remembersAcrossARestart() {
        broken = true;
        minutes(1);
        watch = aNode();
        minutes(1);
        broken = false;
        minutes(3);
        watch = aNode();
        minutes(3);

        assertThat(publisher.types()).containsExactly("sealpost.alert.fired", "sealpost.alert.resolved");
    }

    @Test
    void saysTheSameEventAsAnotherNode() {
        broken = true;
        AlertStatus before = rows.find(rule);
        minutes(1);
        Event first = publisher.published.getFirst();
        // The other node had read how it stood before.
        AlertStatus fired = before.after(true, clock.instant().plusSeconds(7), Duration.ofMinutes(5));
        new PublishAlert(publisher, () -> new ApplicationId("app_operators"))
                .publish(rule, fired, rule.evaluate().apply(clock.instant()));
        rows.change(rule, before, fired);

        assertThat(publisher.published.getLast().id()).isEqualTo(first.id());
        assertThat(rows.find(rule).changedAt()).isBefore(fired.changedAt());
    }

    @Test
    void hasAnotherIdWhenItFiresAgain() {
        for (int i = 0; i < 2; i++) {
            broken = true;
            minutes(1);
            broken = false;
            minutes(7);
        }

        assertThat(publisher.published).hasSize(4).extracting(Event::id).doesNotHaveDuplicates();
    }

    @Test
    void triesAgainWhatCouldNotBePublished() {
        broken = true;
        publisher.refuses = true;
        minutes(2);
        publisher.refuses = false;
        minutes(2);

        assertThat(publisher.types()).containsExactly("sealpost.alert.fired");
    }

    @Test
    void leavesARuleThatCannotBeLookedAtAsItIs() {
        broken = true;
        minutes(1);
        blind = true;
        minutes(10);

        assertThat(publisher.types()).containsExactly("sealpost.alert.fired");
        assertThat(watch.firing()).containsEntry("free", true);
    }

    /** A node whose clock is ahead fired it: it ends by the clock that all of them share. */
    @Test
    void endsByTheClockOfTheDatabase() {
        HandClock ahead = new HandClock(clock.instant().plus(Duration.ofHours(3)));
        watch = new WatchRules(
                List.of(rule),
                rows,
                new PublishAlert(publisher, () -> new ApplicationId("app_operators")),
                Duration.ofMinutes(5),
                ahead);
        broken = true;
        minutes(1);
        Instant firedAt = rows.find(rule).changedAt();
        broken = false;
        minutes(2);
        watch = aNode();
        minutes(4);

        assertThat(firedAt).isBefore(clock.instant());
        assertThat(publisher.types()).containsExactly("sealpost.alert.fired", "sealpost.alert.resolved");
    }

    /** In every column, whatever it holds: the alert begins anew, and what it says is a new event. */
    @Test
    void beginsAnewWhereItsRowCannotBeRead() {
        for (String column : List.of("number", "firing", "changed_at", "fine_since")) {
            for (Object garbage : List.of("{", new byte[] {1}, Long.MAX_VALUE)) {
                if (!(garbage instanceof Long)
                        || !List.of("number", "fine_since").contains(column)) {
                    broken = true;
                    minutes(1);
                    spoil(column, garbage);
                    publisher.published.clear();
                    minutes(2);
                    broken = false;
                    minutes(7);

                    assertThat(publisher.types())
                            .as(column + " = " + garbage)
                            .containsExactly("sealpost.alert.fired", "sealpost.alert.resolved");
                }
            }
        }
    }

    private void spoil(String column, Object garbage) {
        database.change(sql ->
                sql.sql("UPDATE alert SET " + column + " = ?").param(garbage).update());
    }
}
