package dev.sealpost.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.JsonColumns;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.event.EventStore.EventQuery;
import dev.sealpost.event.EventStore.LabelFilter;
import dev.sealpost.event.EventStore.TimeSpan;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

class EventStoreTest {

    private static final ApplicationId ACME = new ApplicationId("app_acme");
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final TimeSpan ALWAYS = new TimeSpan(Optional.empty(), Optional.empty());
    private static final EventQuery EVERYTHING = new EventQuery(LabelFilter.ALL, ALWAYS, true);

    private TestDatabase database;
    private EventStore events;

    @BeforeEach
    void open(TestDatabase database) {
        this.database = database;
        events = new EventStore(database.reads());
    }

    @OnDatabase
    void findsAnEventOfTheApplicationOnly() {
        Event kept = keep(event(1, "a", List.of(), "{\"n\": 1.10}"));

        assertThat(events.find(ACME, kept.id())).contains(kept);
        assertThat(events.findByUid(ACME, "uid-1")).contains(kept);
        assertThat(events.find(new ApplicationId("app_other"), kept.id())).isEmpty();
        assertThat(events.findByUid(new ApplicationId("app_other"), "uid-1")).isEmpty();
    }

    @OnDatabase
    void listsTheNewestFirst() {
        Event first = keep(event(1, "a", List.of(), "{}"));
        Event second = keep(event(2, "a", List.of(), "{}"));
        Event sameTime = keep(new Event(
                new EventId("msg_zz"), ACME, second.time(), Labels.of(new EventType("a")), Content.json(new byte[0])));

        Page<Event> page = events.list(ACME, EVERYTHING, firstPage(10));

        assertThat(page.items()).containsExactly(sameTime, second, first);
        assertThat(page.more()).isFalse();
    }

    @OnDatabase
    void goesOnWithinAMillisecond() {
        Event a = keep(new Event(new EventId("msg_a"), ACME, START, Labels.of(new EventType("a")), json("{}")));
        Event b = keep(new Event(new EventId("msg_b"), ACME, START, Labels.of(new EventType("a")), json("{}")));

        Page<Event> first = events.list(ACME, EVERYTHING, firstPage(1));
        Page<Event> second =
                events.list(ACME, EVERYTHING, new PageRequest(1, true, Optional.of(EventStore.position(b)), false));

        assertThat(first.items()).containsExactly(b);
        assertThat(first.more()).isTrue();
        assertThat(second.items()).containsExactly(a);
        assertThat(second.more()).isFalse();
    }

    @OnDatabase
    void listsOnlyWhatIsWanted() {
        Event wanted = keep(event(2, "order.created", List.of("eu"), "{}"));
        keep(event(3, "order.deleted", List.of("eu"), "{}"));
        keep(event(4, "order.created", List.of("EU", "eu2"), "{}"));
        keep(event(5, "order.created", List.of(), "{}"));

        Page<Event> page = events.list(
                ACME,
                new EventQuery(
                        new LabelFilter(List.of("order.created", "x"), Optional.of("eu"), Optional.empty()),
                        ALWAYS,
                        true),
                firstPage(10));

        assertThat(page.items()).containsExactly(wanted);
    }

    @OnDatabase
    void listsByTag() {
        keep(event(1, "a", List.of(), "{}"));

        assertThat(list(new EventQuery(tagged("tag-1"), ALWAYS, true))).hasSize(1);
        assertThat(list(new EventQuery(tagged("tag"), ALWAYS, true))).isEmpty();
    }

    @OnDatabase
    void listsBetweenTwoTimes() {
        keep(event(1, "a", List.of(), "{}"));
        Event wanted = keep(event(2, "a", List.of(), "{}"));
        keep(event(3, "a", List.of(), "{}"));
        TimeSpan between = new TimeSpan(Optional.of(START.plusSeconds(1)), Optional.of(START.plusSeconds(3)));

        assertThat(list(new EventQuery(LabelFilter.ALL, between, true))).containsExactly(wanted);
    }

    @OnDatabase
    void leavesPayloadsOut() {
        keep(event(1, "a", List.of(), "{\"a\":1}"));

        List<Event> list = list(new EventQuery(LabelFilter.ALL, ALWAYS, false));

        assertThat(list)
                .singleElement()
                .extracting(event -> new String(event.payload().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{}");
    }

    @OnDatabase
    void endsAPageBeforeItsPayloadsAreTooLarge() {
        String large = "{\"a\":\"" + "x".repeat((int) EventStore.LARGEST_PAGE / 3) + "\"}";
        for (int i = 0; i < 5; i++) {
            keep(event(i, "a", List.of(), large));
        }

        Page<Event> page = events.list(ACME, EVERYTHING, firstPage(50));

        assertThat(page.items()).hasSize(2);
        assertThat(page.more()).isTrue();
    }

    private static LabelFilter tagged(String tag) {
        return new LabelFilter(List.of(), Optional.empty(), Optional.of(tag));
    }

    private List<Event> list(EventQuery wanted) {
        return events.list(ACME, wanted, firstPage(10)).items();
    }

    private static PageRequest firstPage(int limit) {
        return new PageRequest(limit, true, Optional.empty(), false);
    }

    private static Event event(int number, String type, List<String> channels, String payload) {
        return new Event(
                new EventId("msg_" + number),
                ACME,
                START.plusSeconds(number),
                new Labels(new EventType(type), Optional.of("uid-" + number), channels, List.of("tag-" + number)),
                json(payload));
    }

    private static Content json(String payload) {
        return Content.json(payload.getBytes(StandardCharsets.UTF_8));
    }

    private Event keep(Event event) {
        database.change(sql -> sql.sql("""
                        INSERT INTO event (id, application_id, type, uid, channels, tags, content_type, payload, created_at,
                            broker_message_id, destinations) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, '')
                        """)
                .param(event.id().value())
                .param(event.application().value())
                .param(event.type().name())
                .param(event.labels().uid().orElse(null))
                .param(JsonColumns.text(event.labels().channels()))
                .param(JsonColumns.text(event.labels().tags()))
                .param(event.content().type())
                .param(event.payload().bytes())
                .param(event.time().toEpochMilli())
                .update());
        return event;
    }
}
