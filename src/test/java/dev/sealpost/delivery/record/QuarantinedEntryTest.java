package dev.sealpost.delivery.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Attempted.Answer;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Delivery.AttemptKey;
import dev.sealpost.delivery.FakeMessage;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.flight.EventHold;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Lease;
import dev.sealpost.delivery.flight.LeaseRequest;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.event.message.Reading;
import dev.sealpost.subscription.DestinationId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class QuarantinedEntryTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final SQLException REASON = new SQLException("bad value");
    private static final Event EVENT = new Event(
            new EventId("event-1"),
            new ApplicationId("app_1"),
            NOW,
            Labels.of(new EventType("order.created")),
            Content.json(new byte[2]));

    private final InFlight inFlight = InFlight.fresh(
            new Delivery(EVENT, new DestinationId("ep_1"), AttemptKey.FIRST), new EventHold(new FakeMessage(1), 1));

    private final List<InFlight> unrecordable = new ArrayList<>();

    private Optional<Result> substitute(Result result) {
        QuarantinedEntry quarantined = QuarantinedEntry.of(new Entry.Settlement(inFlight, result), REASON);
        for (Committed fact : quarantined.outcome()) {
            unrecordable.add(((Committed.Unrecordable) fact).delivery());
        }
        return quarantined.substitute().map(entry -> ((Entry.Settlement) entry).result());
    }

    @Test
    void saysLessAndLessOfAnAttemptAndKeepsItsOutcomeAsLongAsItCan() {
        Attempted attempted = new Attempted(
                new AttemptOutcome.Rejected(500),
                new NextStep.RetryAt(NOW.plusSeconds(5)),
                new Answer(Optional.of(500), "bad text"),
                NOW,
                Duration.ofMillis(10));

        Result withoutText = substitute(new Result.Made(attempted)).orElseThrow();
        assertThat(withoutText)
                .isEqualTo(new Result.Made(new Attempted(
                        attempted.outcome(),
                        attempted.next(),
                        new Answer(Optional.of(500), ""),
                        NOW,
                        Duration.ofMillis(10))));

        Result fault = substitute(withoutText).orElseThrow();
        assertThat(fault).isEqualTo(new Result.Faulted("cannot be recorded", NOW.plusMillis(10)));
        assertThat(unrecordable).isEmpty();
        assertThat(substitute(fault)).isEmpty();
        assertThat(unrecordable).containsExactly(inFlight);
        assertThat(substitute(new Result.Faulted("bad reason", NOW)))
                .contains(new Result.Faulted("cannot be recorded", NOW));
    }

    @Test
    void letsGoOfWhatCannotBeRecordedInAnyWay() {
        assertThat(substitute(new Result.Deferred("backlog", NOW))).isEmpty();
        assertThat(substitute(new Result.Cancelled("destination deleted"))).isEmpty();

        assertThat(unrecordable).containsExactly(inFlight, inFlight);
    }

    @Test
    void takesTheLeaseBackThatGotNoRow() {
        Lease lease = Lease.take(Duration.ofSeconds(15), NOW, 0);
        inFlight.giveLease(lease, () -> {});

        assertThat(QuarantinedEntry.of(new Entry.LeasedRow(inFlight, lease), REASON))
                .isEqualTo(new QuarantinedEntry(Optional.empty(), List.of()));

        assertThat(inFlight.lease()).isEmpty();
    }

    @Test
    void parksAnArrivalWithTheReason() {
        FakeMessage message = new FakeMessage(1);
        Entry.Arrival arrival = new Entry.Arrival(message, new Reading.Understood(EVENT, Optional.empty()));

        assertThat(QuarantinedEntry.of(arrival, REASON))
                .isEqualTo(new QuarantinedEntry(
                        Optional.empty(),
                        List.of(new Committed.NotUnderstood(message, "rejected by the database: bad value"))));
    }

    @Test
    void answersALeasePageWithNothingSoThatItsDestinationIsAskedAgain() {
        LeaseRequest request = new LeaseRequest(new DestinationId("ep_1"), Duration.ofSeconds(15), 5);
        Entry.LeasePage page = new Entry.LeasePage(request);
        page.take(inFlight);

        assertThat(QuarantinedEntry.of(page, REASON))
                .isEqualTo(new QuarantinedEntry(
                        Optional.empty(), List.of(new Committed.Leased(request, List.of(), OptionalLong.empty()))));
    }
}
