package dev.sealpost.delivery.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.Dialect;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.Snapshots;
import dev.sealpost.delivery.FakeMessage;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.delivery.record.Arrived.Accepted;
import dev.sealpost.delivery.record.Arrived.Parked;
import dev.sealpost.delivery.record.Arrived.Repeated;
import dev.sealpost.event.MessageProperties;
import dev.sealpost.subscription.DestinationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Messages of the broker are stored once, and owed to the destinations that want them. */
class RecordArrivalsTest extends RecordingTestBase {

    @OnDatabase
    void acceptsAnEventOnceAndSaysToWhomItIsOwed() throws Exception {
        DestinationId a = desk.anEndpoint("a");
        DestinationId b = started("b");
        FakeMessage message = RecordingStore.aMessage(7, "event-1").withBody("{\"n\":1.10}");

        Accepted accepted = (Accepted) desk.arrives(message);

        assertThat(accepted.destinations()).containsExactlyInAnyOrder(a, b);
        assertThat(new String(accepted.event().payload().bytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"n\":1.10}");
        assertThat(message.acknowledged()).isZero();
        assertThat(desk.rows.count("event WHERE id = 'event-1' AND broker_message_id = 7"))
                .isEqualTo(1);
        assertThat(desk.rows.count("due_delivery") + desk.rows.count("attempt")).isZero();
        assertThat(desk.rows.counts().matched()).isEqualTo(1);
        assertThat(desk.rows.counts().owed()).isEqualTo(2);
    }

    @OnDatabase
    void keepsAnEventThatNobodyWants() throws Exception {
        desk.start();

        Accepted accepted = (Accepted) desk.arrives(RecordingStore.aMessage(7, "event-1"));

        assertThat(accepted.destinations()).isEmpty();
        assertThat(desk.rows.counts().unmatched()).isEqualTo(1);
        assertThat(desk.rows.counts().owed()).isZero();
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void goesOnWithWhatIsMissingWhenTheBrokerGivesAMessageOutAgain() throws Exception {
        desk.anEndpoint("a");
        desk.anEndpoint("b");
        desk.anEndpoint("c");
        started("d");
        List<InFlight> deliveries = desk.accepted(7, "event-1");
        desk.settle(deliveries.get(0), SampleResults.succeeded());
        desk.settle(deliveries.get(1), SampleResults.retriedAt(FAR_AWAY));
        desk.settle(deliveries.get(2), new Result.Cancelled("destination deleted"));

        Accepted again = (Accepted) desk.arrives(RecordingStore.aMessage(7, "event-1"));

        assertThat(again.destinations())
                .containsExactly(deliveries.get(3).delivery().destination());
        assertThat(desk.rows.counts().owed()).isEqualTo(4);
        assertThat(desk.rows.counts().duplicates()).isZero();
        desk.settle(deliveries.get(3), SampleResults.succeeded());
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void owesARedeliveredEventToThoseOfItsFirstAcceptanceOnly() throws Exception {
        DestinationId a = started("a");
        desk.arrives(RecordingStore.aMessage(7, "event-1"));
        desk.anEndpoint("later");

        Accepted again = (Accepted) desk.arrives(RecordingStore.aMessage(7, "event-1"));

        assertThat(again.destinations()).containsExactly(a);
        assertThat(desk.rows.counts().owed()).isEqualTo(1);
    }

    @OnDatabase
    void countsAProducersDuplicate() throws Exception {
        started("a");
        desk.arrives(RecordingStore.aMessage(7, "event-1"));

        assertThat(desk.arrives(RecordingStore.aMessage(8, "event-1"))).isEqualTo(new Repeated(8));

        assertThat(desk.rows.counts().duplicates()).isEqualTo(1);
        assertThat(desk.rows.counts().conflicts()).isZero();
        assertThat(desk.rows.counts().owed()).isEqualTo(1);
        assertThat(desk.rows.count("event")).isEqualTo(1);
    }

    @OnDatabase
    void countsADuplicateWithAnotherBodyAsAConflictAndKeepsTheFirst() throws Exception {
        started("a");
        desk.arrives(RecordingStore.aMessage(7, "event-1").withBody("{\"n\":1}"));

        assertThat(desk.arrives(RecordingStore.aMessage(8, "event-1").withBody("{\"n\":2}")))
                .isEqualTo(new Repeated(8));

        assertThat(desk.rows.counts().duplicates()).isEqualTo(1);
        assertThat(desk.rows.counts().conflicts()).isEqualTo(1);
        assertThat(desk.rows.count("event WHERE broker_message_id = 7")).isEqualTo(1);
    }

    @OnDatabase
    void seesADuplicateWithinOneBatch() throws Exception {
        desk.anEndpoint("a");
        desk.recorder.submit(desk.arrival(RecordingStore.aMessage(7, "event-1")));
        desk.recorder.submit(desk.arrival(RecordingStore.aMessage(8, "event-1")));
        desk.recorder.submit(desk.arrival(RecordingStore.aMessage(9, "event-2")));

        desk.start();

        assertThat(desk.arrived.next()).isInstanceOf(Accepted.class);
        assertThat(desk.arrived.next()).isEqualTo(new Repeated(8));
        assertThat(desk.arrived.next()).isInstanceOf(Accepted.class);
        assertThat(desk.rows.counts().matched()).isEqualTo(2);
    }

    @OnDatabase
    void parksWhatItCannotUnderstandAndRecordsNothingOfIt() throws Exception {
        started("a");
        FakeMessage stranger = RecordingStore.aMessage(7, "event-1").with(MessageProperties.APPLICATION, "nobody");

        Parked parked = (Parked) desk.arrives(stranger);

        assertThat(parked.reason()).contains("nobody");
        assertThat(desk.rows.count("event") + desk.rows.count("ledger")).isZero();
    }

    @OnDatabase
    void understandsAnEventWhoseApplicationWasMadeAfterItWasRead() throws Exception {
        desk.start();
        desk.change(sql -> sql.sql("UPDATE application SET uid = 'shop-2', version = :version")
                .param("version", Snapshots.nextVersion(sql))
                .update());
        FakeMessage message = RecordingStore.aMessage(7, "event-1").with(MessageProperties.APPLICATION, "shop-2");

        assertThat(desk.arrives(message)).isInstanceOf(Accepted.class);
    }

    @OnDatabase
    void givesAnEventToAnEndpointThatWasCommittedBefore() throws Exception {
        DestinationId old = started("old");
        assertThat(((Accepted) desk.arrives(RecordingStore.aMessage(1, "event-1"))).destinations())
                .containsExactly(old);

        DestinationId added = desk.anEndpoint("added");

        assertThat(((Accepted) desk.arrives(RecordingStore.aMessage(2, "event-2"))).destinations())
                .containsExactlyInAnyOrder(old, added);
    }

    /** SQLite has no other node. */
    @OnDatabase(Dialect.POSTGRESQL)
    void givesTheNewEventsOfABatchToAnEndpointThatWasCommittedBefore() throws Exception {
        DestinationId old = desk.anEndpoint("old");
        commit(RecordingStore.aMessage(1, "event-1"));
        DestinationId added = desk.anEndpoint("added");

        List<Committed> facts = commit(
                RecordingStore.aMessage(1, "event-1"),
                RecordingStore.aMessage(2, "event-2"),
                RecordingStore.aMessage(3, "event-2"));

        assertThat(facts)
                .filteredOn(Committed.Accepted.class::isInstance)
                .extracting(fact -> Set.copyOf(((Committed.Accepted) fact).destinations()))
                .containsExactlyInAnyOrder(Set.of(old), Set.of(old, added));
        assertThat(facts).filteredOn(Committed.Repeated.class::isInstance).hasSize(1);
        assertThat(desk.rows.counts().owed()).isEqualTo(3);
    }

    /** Commits these in one batch. */
    private List<Committed> commit(FakeMessage... messages) {
        List.of(messages).forEach(message -> desk.recorder.submit(desk.arrival(message)));
        return desk.recorder.commitNext();
    }

    @OnDatabase
    void findsTheOneBadEventOfABatchAndParksIt() throws Exception {
        String refused = desk.refusedText();
        desk.anEndpoint("a");
        for (int i = 0; i < 9; i++) {
            FakeMessage message = RecordingStore.aMessage(i, "event-" + i);
            desk.recorder.submit(desk.arrival(
                    i == 4
                            ? message.with(MessageProperties.TAGS, refused).with(MessageProperties.UID, refused)
                            : message));
        }

        desk.start();

        List<Arrived.What> said = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            said.add(desk.arrived.next());
        }
        assertThat(said).filteredOn(Parked.class::isInstance).singleElement().satisfies(parked -> {
            assertThat(((Parked) parked).messageId()).isEqualTo(4);
            assertThat(((Parked) parked).reason()).startsWith("rejected by the database: ");
        });
        assertThat(desk.rows.count("event")).isEqualTo(8);
        assertThat(desk.rows.counts().matched()).isEqualTo(8);
        assertThat(desk.rows.counts().owed()).isEqualTo(8);
    }

    @OnDatabase
    void storesHalfASurrogatePairRatherThanStumblingOverIt() throws Exception {
        started("a");

        assertThat(desk.arrives(RecordingStore.aMessage(1, "event-1").with(MessageProperties.UID, "\uD83D")))
                .isInstanceOf(Accepted.class);
        assertThat(desk.recorder.isAvailable()).isTrue();
    }

    /** A name that does not fit into an index is one producer's fault, and no reason to stop for all. */
    @OnDatabase(Dialect.POSTGRESQL)
    void parksAnEventThatDoesNotFitIntoAnIndex() throws Exception {
        desk.anEndpoint("a");
        desk.start();
        String uid = new Random(1)
                .ints(20_000, 'a', 'z')
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        FakeMessage endless = RecordingStore.aMessage(1, "event-1").with(MessageProperties.UID, uid);

        assertThat(desk.arrives(endless)).isInstanceOf(Parked.class);

        assertThat(desk.arrives(RecordingStore.aMessage(2, "event-2"))).isInstanceOf(Accepted.class);
    }
}
