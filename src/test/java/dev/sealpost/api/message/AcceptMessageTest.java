package dev.sealpost.api.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealpost.api.CollectingPublisher;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.edge.TooManyEventsException;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.delivery.BacklogQuota;
import dev.sealpost.delivery.QuotaSettings;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventStore;
import dev.sealpost.event.IngestRefusedException;
import dev.sealpost.event.IngestWindow;
import dev.sealpost.event.message.MessageIn;
import dev.sealpost.event.message.UnknownMembers;
import dev.sealpost.eventtype.EventTypes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class AcceptMessageTest {

    private static final ApplicationId ACME = new ApplicationId("app_acme");
    private static final ApplicationId OTHER = new ApplicationId("app_other");

    private final CollectingPublisher publisher = new CollectingPublisher();
    private final RecentEvents recent = new RecentEvents(100, 1 << 20);
    private final IngestWindow window = new IngestWindow(64, Duration.ofMinutes(1), () -> 0);
    private TestDatabase database;
    private AcceptMessage accept;

    @BeforeEach
    void open(@TempDir Path folder) {
        database = TestDatabase.in(folder);
        accept = accepting(database.reads(), recent);
    }

    private AcceptMessage accepting(JdbcClient reads, RecentEvents recent) {
        return new AcceptMessage(
                publisher,
                new FindMessage(recent, new EventStore(reads)),
                recent,
                new IngestLimit(1, 2, () -> 0),
                new BacklogQuota(new QuotaSettings(0, Duration.ZERO)),
                window,
                EventTypes.none(),
                Clock.systemUTC());
    }

    @Test
    void givesEveryEventWithoutAKeyAnIdOfItsOwn() {
        Event first = accept.accept(ACME, message("{\"a\":1}"), Optional.empty());
        Event second = accept.accept(ACME, message("{\"a\":1}"), Optional.empty());

        assertThat(first.id()).isNotEqualTo(second.id());
        assertThat(publisher.published()).containsExactly(first, second);
    }

    @Test
    void hasRoomForOneBurstOfEachApplication() {
        accept.requireRoom(ACME);
        accept.requireRoom(ACME);

        assertThatExceptionOfType(TooManyEventsException.class)
                .isThrownBy(() -> accept.requireRoom(ACME))
                .satisfies(e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
        accept.requireRoom(OTHER);
    }

    @Test
    void publishesAKeyOnce() {
        Event first = accept.accept(ACME, message("{\"a\":1}"), Optional.of("k"));
        Event second = accept.accept(ACME, message("{\"a\":1}"), Optional.of("k"));

        assertThat(second).isEqualTo(first);
        assertThat(publisher.published()).containsExactly(first);
    }

    @Test
    void takesNoRoomInTheWindowForWhatWasNotPublished() {
        accept.accept(ACME, message("{}"), Optional.empty());
        publisher.refuse(true);

        assertThatExceptionOfType(IngestRefusedException.class)
                .isThrownBy(() -> accept.accept(ACME, message("{}"), Optional.empty()));

        assertThat(window.inside()).isEqualTo(1);
    }

    @Test
    void derivesTheSameIdEverywhere() {
        Event here = accept.accept(ACME, message("{}"), Optional.of("k"));
        Event there = accepting(database.reads(), new RecentEvents(1, 1)).accept(ACME, message("{}"), Optional.of("k"));

        assertThat(there.id()).isEqualTo(here.id());
    }

    @Test
    void keepsKeysOfApplicationsApart() {
        Event here = accept.accept(ACME, message("{}"), Optional.of("k"));
        Event there = accept.accept(OTHER, message("{}"), Optional.of("k"));

        assertThat(there.id()).isNotEqualTo(here.id());
    }

    @Test
    void refusesAnotherBodyUnderAKey() {
        accept.accept(ACME, message("{\"a\":1}"), Optional.of("k"));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> accept.accept(ACME, message("{\"a\":2}"), Optional.of("k")))
                .satisfies(problem -> assertThat(problem.status().value()).isEqualTo(409));
        assertThat(publisher.published()).hasSize(1);
    }

    @Test
    void takesTheEventIdForAKey() {
        Event first = accept.accept(ACME, named("order-1", "{}"), Optional.empty());
        Event second = accept.accept(ACME, named("order-1", "{}"), Optional.empty());

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(publisher.published()).hasSize(1);
    }

    @Test
    void takesTheEventIdBeforeAKeyThatAClientMadeUp() {
        Event first = accept.accept(ACME, named("order-1", "{}"), Optional.of("auto_1"));
        Event second = accept.accept(ACME, named("order-1", "{}"), Optional.of("auto_2"));
        Event chosen = accept.accept(ACME, named("order-1", "{}"), Optional.of("chosen"));

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(chosen.id()).isNotEqualTo(first.id());
    }

    @Test
    void doesNotRememberWhatWasRefused() {
        publisher.refuse(true);
        assertThatExceptionOfType(IngestRefusedException.class)
                .isThrownBy(() -> accept.accept(ACME, message("{}"), Optional.of("k")));
        publisher.refuse(false);

        Event event = accept.accept(ACME, message("{}"), Optional.of("k"));

        assertThat(publisher.published()).containsExactly(event);
    }

    @Test
    void takesEventsWhileTheDatabaseIsDown() {
        database.change(sql -> sql.sql("DROP TABLE event").update());

        Event event = accept.accept(ACME, message("{}"), Optional.of("k"));

        assertThat(publisher.published()).containsExactly(event);
    }

    private static MessageIn message(String payload) {
        return parse("{\"eventType\":\"a\",\"payload\":" + payload + "}");
    }

    private static MessageIn named(String eventId, String payload) {
        return parse("{\"eventType\":\"a\",\"eventId\":\"" + eventId + "\",\"payload\":" + payload + "}");
    }

    private static MessageIn parse(String body) {
        return MessageIn.parse(body.getBytes(StandardCharsets.UTF_8), UnknownMembers.REFUSE);
    }
}
