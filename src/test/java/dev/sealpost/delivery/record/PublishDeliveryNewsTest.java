package dev.sealpost.delivery.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.OnDatabase;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliveryListener;
import dev.sealpost.delivery.DeliveryNews;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.node.Registry;
import dev.sealpost.subscription.DestinationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** News of deliveries, published after the commit. */
class PublishDeliveryNewsTest extends RecordingTestBase {

    private InFlight leased(DestinationId endpoint, InFlight fresh) throws Exception {
        desk.settle(fresh, SampleResults.retriedAt(LONG_AGO));
        return desk.lease(endpoint, 1).taken().getFirst();
    }

    @OnDatabase
    void tellsNothingOfASuccessAtTheFirstTry() throws Exception {
        started("a");

        desk.settle(desk.accepted(1, "event-1").getFirst(), SampleResults.succeeded());

        assertThat(desk.news).isEmpty();
    }

    @OnDatabase
    void tellsOfAFailureAndOfTheSuccessAfterIt() throws Exception {
        DestinationId endpoint = started("a");

        InFlight second = leased(endpoint, desk.accepted(1, "event-1").getFirst());
        desk.settle(second, SampleResults.succeeded());

        assertThat(desk.news)
                .hasExactlyElementsOfTypes(DeliveryNews.Failed.class, DeliveryNews.Succeeded.class)
                .extracting(news -> news.delivery().attemptKey().number())
                .containsExactly(1, 2);
    }

    @OnDatabase
    void tellsOfADeadLetterWithItsReason() throws Exception {
        started("a");
        InFlight inFlight = desk.accepted(1, "event-1").getFirst();
        Result.Made last =
                SampleResults.made(new AttemptOutcome.Rejected(500), new NextStep.Exhaust("no more attempts"));

        desk.settle(inFlight, last);

        assertThat(desk.news)
                .containsExactly(new DeliveryNews.Exhausted(
                        inFlight.delivery(), Optional.of(last.attempted()), "no more attempts"));
    }

    @OnDatabase
    void tellsNothingOfALateOutcomeThatMovedNothing() throws Exception {
        DestinationId endpoint = started("a");
        InFlight late = leased(endpoint, desk.accepted(1, "event-1").getFirst());
        desk.leasesExpire();
        InFlight again = desk.lease(endpoint, 1).taken().getFirst();
        desk.settle(again, SampleResults.succeeded());
        List<DeliveryNews> before = List.copyOf(desk.news);

        desk.settle(late, SampleResults.made(new AttemptOutcome.TimedOut(), new NextStep.Exhaust("late")));

        assertThat(before).hasSize(2);
        assertThat(desk.news).isEqualTo(before);
    }

    @OnDatabase
    void goesOnWhenOneWatchFails() throws Exception {
        started("a");
        Delivery delivery = desk.accepted(1, "event-1").getFirst().delivery();
        DeliveryListener broken = news -> {
            throw new IllegalStateException("does not listen");
        };
        PublishDeliveryNews tell = new PublishDeliveryNews(Registry.of(broken, desk.news::add));

        tell.add(new DeliveryNews.Exhausted(delivery, Optional.empty(), "parked"));
        tell.committed();
        tell.committed();

        assertThat(desk.news).hasSize(1);
    }

    @OnDatabase
    void forgetsWhatWasNotCommitted() throws Exception {
        started("a");
        Delivery delivery = desk.accepted(1, "event-1").getFirst().delivery();
        PublishDeliveryNews tell = new PublishDeliveryNews(Registry.of(desk.news::add));

        tell.add(new DeliveryNews.Failed(
                delivery, SampleResults.retriedAt(Instant.EPOCH).attempted()));
        tell.begin();
        tell.committed();

        assertThat(desk.news).isEmpty();
    }
}
