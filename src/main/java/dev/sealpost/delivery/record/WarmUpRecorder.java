package dev.sealpost.delivery.record;

import dev.sealpost.audit.AuditLog;
import dev.sealpost.database.Database;
import dev.sealpost.database.Dialect;
import dev.sealpost.database.ScratchDatabase;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.event.message.ReadMessage;
import dev.sealpost.node.Registry;
import dev.sealpost.node.WarmUpStep;
import dev.sealpost.node.WarmUpTime;
import dev.sealpost.subscription.Subscriptions;
import java.time.Clock;
import java.time.Duration;

/** Warms up the recorder: executes the statements of batches with made-up rows in a scratch database, and rolls them back. */
final class WarmUpRecorder implements WarmUpStep.Work {

    private static final String NODE = "warm-up";

    private final Database real;
    private final ReadMessage reader;
    private final Subscriptions subscriptions;
    private final DestinationLookup destinations;
    private final DueRows due;
    private final AuditLog audit;
    private final Clock clock;

    WarmUpRecorder(
            Database real,
            ReadMessage reader,
            Subscriptions subscriptions,
            DestinationLookup destinations,
            DueRows due,
            AuditLog audit,
            Clock clock) {
        this.real = real;
        this.reader = reader;
        this.subscriptions = subscriptions;
        this.destinations = destinations;
        this.due = due;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public void run(WarmUpTime time) throws Exception {
        try (ScratchDatabase scratch = new ScratchDatabase(real);
                WriterSession session = scratch.openWriter()) {
            OrderedRows ordered = new OrderedRows(due, session.dialect());
            RecordBatch batch = batch(scratch, ordered, session.dialect());
            RehearseBatch rehearse = new RehearseBatch(batch, ordered, due, clock);
            while (!time.isOver()) {
                rehearse.firstAttempts(session);
                session.rollback();
            }
        }
    }

    /** Creates a batch of its own, because a batch keeps what it has to report after its commit. */
    private RecordBatch batch(ScratchDatabase scratch, OrderedRows ordered, Dialect dialect) {
        Snapshots snapshots = scratch.noSnapshots();
        BatchRows batches = new BatchRows(due, dialect);
        return new RecordBatch(
                snapshots,
                clock,
                NODE,
                new RecordArrivals(reader, subscriptions, ordered, new MayNeedRow(destinations), snapshots),
                new RecordSettlements(
                        due,
                        batches,
                        1,
                        delivery -> false,
                        new RecordDestinationStatus(id -> Duration.ZERO, audit, event -> {}),
                        new PublishDeliveryNews(new Registry<>())),
                new RecordLeases(due, ordered, batches, 1, token -> false),
                due);
    }
}
