package dev.sealpost.ledger;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.Database;
import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.PageRequest;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.FakeMessage;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.flight.HeldDeliveries;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.delivery.record.RecordingStore;
import dev.sealpost.delivery.record.SampleResults;
import dev.sealpost.event.EventId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The reconciler over a real database, whose rows a test may lose. */
public abstract class ReconcilerTestBase {

    protected static final Instant FAR_AWAY = Instant.parse("2100-01-01T00:00:00Z");
    static final Duration GRACE = Duration.ofMinutes(10);
    static final String RUN = "node_1";

    protected RecordingStore desk;
    protected LeaseHolder node;
    protected Reconciler reconciler;
    LedgerFindings findings;
    final FakeInTransit inTransit = new FakeInTransit();
    private long brokerIds;

    protected abstract Database database(Path directory);

    /** Deliveries in flight and messages in the broker, as a test says. */
    static final class FakeInTransit implements ReadLedger.InTransit {

        final Map<ApplicationId, Long> inFlight = new HashMap<>();
        long waiting;

        @Override
        public HeldDeliveries held() {
            return new HeldDeliveries(0, inFlight);
        }

        @Override
        public long inQueue(String queue) {
            return waiting;
        }

        @Override
        public boolean isAlone() {
            return true;
        }
    }

    @BeforeEach
    protected void open(@TempDir Path directory) {
        Database database = database(directory);
        desk = new RecordingStore(database, database, directory.resolve("data"));
        desk.anApplication();
        desk.anEndpoint("a");
        desk.start();
        findings = new LedgerFindings(desk.reads, desk.recorder);
        node = new LeaseHolder(RUN, desk.clock, database.dialect(), true);
        // Chunks of two, so that every walk goes over several.
        reconciler = new Reconciler(
                new ReconcilerSettings(Duration.ZERO, Duration.ofHours(1), GRACE, Duration.ofDays(7), 2, 10),
                desk.consistentReads(),
                desk.recorder,
                new ReadLedger(desk.recorder, desk.consistentReads(), inTransit),
                findings,
                node);
    }

    @AfterEach
    protected void close() throws Exception {
        desk.close();
    }

    protected void pass(Duration time) {
        desk.clock.set(desk.clock.instant().plus(time));
    }

    protected String anId(boolean timed) {
        return timed ? EventId.at(desk.clock.instant()).value() : "chosen-" + brokerIds;
    }

    protected InFlight accepted(boolean timed) throws Exception {
        return desk.accepted(++brokerIds, anId(timed)).getFirst();
    }

    protected FakeMessage aMessage(String id) {
        return RecordingStore.aMessage(++brokerIds, id);
    }

    protected InFlight numbered(long sequence) throws Exception {
        return desk.accepted(aMessage(anId(true))
                        .with("sealpost_run", RUN)
                        .with("sealpost_sequence", Long.toString(sequence)))
                .getFirst();
    }

    protected static String id(InFlight delivery) {
        return delivery.delivery().event().id().value();
    }

    List<String> found() {
        return findings.list(Optional.empty(), new PageRequest(50, true, Optional.empty(), false)).items().stream()
                .map(kept -> kept.finding())
                .map(finding -> finding.kind().word()
                        + finding.subject().event().map(event -> " " + event).orElse("")
                        + finding.subject()
                                .sequences()
                                .map(range -> " " + range.first() + "-" + range.last())
                                .orElse(""))
                .toList();
    }

    protected List<String> checkedLater() {
        pass(Duration.ofMinutes(20));
        reconciler.check();
        return found();
    }

    /** One of each kind, so that what is not missing is there to be mistaken. */
    protected void aNormalDay(boolean timed) throws Exception {
        desk.settle(accepted(timed), SampleResults.succeeded());
        desk.settle(accepted(timed), SampleResults.retriedAt(FAR_AWAY));
        desk.settle(
                accepted(timed),
                SampleResults.made(new AttemptOutcome.Rejected(500), new NextStep.Exhaust("exhausted")));
        desk.settle(accepted(timed), new Result.Cancelled("destination deleted"));
        desk.settle(accepted(timed), new Result.Deferred("busy", FAR_AWAY));
    }
}
