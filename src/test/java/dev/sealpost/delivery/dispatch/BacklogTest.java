package dev.sealpost.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.flight.RowClocks;
import dev.sealpost.node.HandClock;
import dev.sealpost.subscription.DestinationId;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private static final DestinationId SHOP = new DestinationId("ep_shop");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final HandClock clock = new HandClock(NOW);
    private final Backlog backlog = new Backlog(RowClocks.of(clock));

    @Test
    void knowsNothingAtFirst() {
        assertThat(backlog.isDue(SHOP)).isFalse();
        assertThat(backlog.due()).isEmpty();
    }

    @Test
    void isDueFromTheMomentOfItsEarliestRow() {
        backlog.added(SHOP, NOW.plusSeconds(9));
        backlog.added(SHOP, NOW.plusSeconds(5));
        backlog.added(SHOP, NOW.plusSeconds(7));
        assertThat(backlog.isDue(SHOP)).isFalse();

        clock.set(NOW.plusSeconds(5));

        assertThat(backlog.isDue(SHOP)).isTrue();
        assertThat(backlog.due()).containsExactly(SHOP);
    }

    @Test
    void forgetsADestinationWithoutRows() {
        backlog.added(SHOP, NOW);
        backlog.startRead(SHOP);

        backlog.finishRead(SHOP, OptionalLong.empty());

        assertThat(backlog.due()).isEmpty();
    }

    @Test
    void learnsTheNextTimeFromALook() {
        backlog.added(SHOP, NOW);
        backlog.startRead(SHOP);

        backlog.finishRead(SHOP, OptionalLong.of(NOW.plusSeconds(60).toEpochMilli()));

        assertThat(backlog.isDue(SHOP)).isFalse();
        clock.set(NOW.plusSeconds(60));
        assertThat(backlog.isDue(SHOP)).isTrue();
    }

    @Test
    void keepsWhatWasAddedWhileItLooked() {
        backlog.added(SHOP, NOW);
        backlog.startRead(SHOP);
        backlog.added(SHOP, NOW.plusSeconds(1));

        backlog.finishRead(SHOP, OptionalLong.empty());

        clock.set(NOW.plusSeconds(1));
        assertThat(backlog.isDue(SHOP)).isTrue();
    }
}
