package dev.sealpost.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationStores;
import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.database.Dialect;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.SqlWork;
import dev.sealpost.database.WriterSession;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.delivery.record.RecordingStore;
import dev.sealpost.delivery.record.RecordingTestBase;
import dev.sealpost.endpoint.EndpointStores;
import dev.sealpost.node.NodeNames;
import dev.sealpost.subscription.DestinationId;
import java.time.Clock;

/** Deleting what is owed much must not stop everybody else. */
class DeleteWithCancellationsTest extends RecordingTestBase {

    private static final int BACKLOG = 3_000;
    private static final int LARGEST_CHUNK = 500;

    private final Counted writes = new Counted();

    /** The recorder, which after each transaction must have left books that balance. */
    private final class Counted implements Writes {

        private int transactions;
        private int limit = Integer.MAX_VALUE;
        private long cancelledAtMost;

        @Override
        public <T> T write(SqlWork<T> work) {
            if (transactions == limit) {
                throw new DatabaseUnavailableException("The database is gone", null);
            }
            long before = desk.rows.counts().cancelled();
            T result = desk.recorder.write(work);
            transactions++;
            desk.rows.assertBalanced();
            cancelledAtMost = Math.max(cancelledAtMost, desk.rows.counts().cancelled() - before);
            return result;
        }
    }

    private DeleteWithCancellations removal() {
        return new DeleteWithCancellations(
                writes,
                ApplicationStores.over(writes, database.reads()),
                EndpointStores.over(writes, database.reads(), desk.cipher),
                new Cancellations(writes, database.database(), NodeNames.any(), Clock.systemUTC()),
                event -> {});
    }

    @OnDatabase
    void cancelsWhatADeletedEndpointIsOwedInShortTransactions() {
        DestinationId a = started("a");
        owe(a, BACKLOG);

        assertThat(removal().endpoint(RecordingStore.SHOP, "ep_a")).isTrue();

        assertThat(desk.rows.counts().cancelled()).isEqualTo(BACKLOG);
        assertThat(desk.rows.count("due_delivery")).isZero();
        assertThat(desk.rows.count("endpoint WHERE deleted_at IS NULL")).isZero();
        assertThat(writes.transactions).isGreaterThan(BACKLOG / LARGEST_CHUNK);
        assertThat(writes.cancelledAtMost).isLessThanOrEqualTo(LARGEST_CHUNK);
    }

    @OnDatabase
    void leavesWhatOthersAreOwed() {
        DestinationId a = started("a");
        DestinationId b = desk.anEndpoint("b");
        owe(a, 10);
        owe(b, 10);

        removal().endpoint(RecordingStore.SHOP, "ep_a");

        assertThat(desk.rows.count("due_delivery WHERE destination_id = 'ep_b'"))
                .isEqualTo(10);
        assertThat(desk.rows.counts().cancelled()).isEqualTo(10);
    }

    @OnDatabase
    void cancelsWhatEveryEndpointOfADeletedApplicationIsOwed() {
        DestinationId a = started("a");
        DestinationId b = desk.anEndpoint("b");
        owe(a, 10);
        owe(b, 10);

        assertThat(removal().application("shop")).isTrue();
        assertThat(removal().application("shop")).isFalse();

        assertThat(desk.rows.count("due_delivery")).isZero();
        assertThat(desk.rows.count("ended_delivery WHERE ending = 'cancelled'")).isEqualTo(20);
        assertThat(desk.rows.count("endpoint WHERE deleted_at IS NULL")).isZero();
    }

    /** The remaining rows become due some time, and the gate finds that their destination is gone. */
    @OnDatabase
    void leavesTheRestToTheGateWhenItIsInterrupted() throws Exception {
        DestinationId a = started("a");
        owe(a, BACKLOG);
        writes.limit = 3;

        assertThat(removal().endpoint(RecordingStore.SHOP, "ep_a")).isTrue();

        long left = desk.rows.count("due_delivery");
        assertThat(left).isBetween(1L, BACKLOG - 1L);
        assertThat(desk.rows.count("endpoint WHERE deleted_at IS NULL")).isZero();
        for (InFlight rest : desk.lease(a, 10).taken()) {
            desk.settle(rest, new Result.Cancelled("destination-deleted"));
        }
        assertThat(desk.rows.count("due_delivery")).isEqualTo(left - 10);
        desk.rows.assertBalanced();
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void waitsForNoRowThatAnotherNodeIsAt() throws Exception {
        DestinationId a = started("a");
        owe(a, 10);
        try (WriterSession other = database.database().openWriter()) {
            other.client()
                    .sql("SELECT 1 FROM due_delivery WHERE event_id = 'ep_a-7' FOR UPDATE")
                    .query()
                    .listOfRows();

            removal().endpoint(RecordingStore.SHOP, "ep_a");

            assertThat(desk.rows.count("due_delivery WHERE event_id = 'ep_a-7'"))
                    .isEqualTo(1);
            assertThat(desk.rows.counts().cancelled()).isEqualTo(9);
        }
    }

    /** Events that were accepted for the destination and failed once. */
    private void owe(DestinationId destination, int events) {
        desk.change(sql -> {
            String numbers =
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + events + ") ";
            sql.sql(numbers + """
                            INSERT INTO event (id, application_id, type, content_type, payload, created_at,
                                broker_message_id, destinations)
                            SELECT :destination || '-' || i, 'app_shop', 'order.created', 'application/json', :payload, 1, i,
                                :destination FROM n
                            """)
                    .param("destination", destination.value())
                    .param("payload", new byte[] {'{', '}'})
                    .update();
            sql.sql(numbers + """
                            INSERT INTO due_delivery (event_id, destination_id, application_id, cycle, attempt_number,
                                triggered_by, due_at, reason, fault_count, lease_count)
                            SELECT :destination || '-' || i, :destination, 'app_shop', 1, 2, 'scheduled', i, 'retry', 0, 0
                            FROM n
                            """).param("destination", destination.value()).update();
            return sql.sql("""
                            INSERT INTO ledger (node, application_id, day, matched, unmatched, duplicates, conflicts, owed,
                                delivered, dead, expired, cancelled)
                            VALUES (:destination, 'app_shop', 1, :events, 0, 0, 0, :events, 0, 0, 0, 0)
                            """)
                    .param("destination", destination.value())
                    .param("events", events)
                    .update();
        });
    }
}
