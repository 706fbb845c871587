package dev.sealpost.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentEventsTest {

    private static final ApplicationId ACME = new ApplicationId("app_acme");

    @Test
    void findsByIdAndUidWithinTheApplication() {
        RecentEvents recent = new RecentEvents(10, 1 << 20);
        Event event = event(1, 10);
        recent.add(event);

        assertThat(recent.find(ACME, event.id())).contains(event);
        assertThat(recent.findByUid(ACME, "uid-1")).contains(event);
        assertThat(recent.find(new ApplicationId("app_other"), event.id())).isEmpty();
        assertThat(recent.findByUid(new ApplicationId("app_other"), "uid-1")).isEmpty();
    }

    @Test
    void forgetsTheOldestBeyondTheCount() {
        RecentEvents recent = new RecentEvents(2, 1 << 20);
        for (int i = 1; i <= 3; i++) {
            recent.add(event(i, 10));
        }

        assertThat(recent.find(ACME, event(1, 10).id())).isEmpty();
        assertThat(recent.findByUid(ACME, "uid-1")).isEmpty();
        assertThat(recent.find(ACME, event(2, 10).id())).isPresent();
        assertThat(recent.find(ACME, event(3, 10).id())).isPresent();
    }

    @Test
    void forgetsTheOldestBeyondTheBytes() {
        RecentEvents recent = new RecentEvents(1_000, 10_000);
        recent.add(event(1, 4_000));
        recent.add(event(2, 4_000));
        recent.add(event(3, 4_000));

        assertThat(recent.find(ACME, event(1, 0).id())).isEmpty();
        assertThat(recent.find(ACME, event(2, 0).id())).isPresent();
    }

    @Test
    void doesNotKeepWhatIsTooLargeForIt() {
        RecentEvents recent = new RecentEvents(1_000, 10_000);
        recent.add(event(1, 20_000));
        recent.add(event(2, 100));

        assertThat(recent.find(ACME, event(1, 0).id())).isEmpty();
        assertThat(recent.find(ACME, event(2, 0).id())).isPresent();
    }

    @Test
    void keepsTheFirstOfAnId() {
        RecentEvents recent = new RecentEvents(10, 1 << 20);
        recent.add(event(1, 10));
        recent.add(event(1, 20));

        assertThat(recent.find(ACME, event(1, 0).id())
                        .map(event -> event.payload().size()))
                .contains(10);
    }

    private static Event event(int number, int size) {
        return new Event(
                new EventId("msg_" + number),
                ACME,
                Instant.EPOCH,
                new Labels(new EventType("a"), Optional.of("uid-" + number), List.of(), List.of()),
                Content.json(new byte[size]));
    }
}
