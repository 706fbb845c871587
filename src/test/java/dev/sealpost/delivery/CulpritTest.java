package dev.sealpost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.Attempted.Answer;
import dev.sealpost.delivery.Delivery.Turn;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.event.Reading;
import dev.sealpost.subscription.DestinationId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CulpritTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final SQLException REASON = new SQLException("bad value");
    private static final Event EVENT = new Event(
            new EventId("event-1"),
            new ApplicationId("app_1"),
            NOW,
            Labels.of(new EventType("order.created")),
            Content.json(new byte[2]));

    private final InFlight inFlight = InFlight.fresh(
            new Delivery(EVENT, new DestinationId("ep_1"), Turn.FIRST), new EventHold(new FakeMessage(1), 1));

    private final List<InFlight> unrecordable = new ArrayList<>();

    private Optional<Result> substitute(Result result) {
        return Culprit.substitute(new Settlement(inFlight, result, settled -> {}, unrecordable::add), REASON)
                .map(entry -> ((Settlement) entry).result());
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
        assertThat(substitute(new Result.PutOff("backlog", NOW))).isEmpty();
        assertThat(substitute(new Result.Cancelled("destination deleted"))).isEmpty();

        assertThat(unrecordable).containsExactly(inFlight, inFlight);
    }

    @Test
    void takesTheLeaseBackThatGotNoRow() {
        Lease lease = Lease.take(Duration.ofSeconds(15), NOW, 0);
        inFlight.giveLease(lease, () -> {});

        assertThat(Culprit.substitute(new LeasedRow(inFlight, lease), REASON)).isEmpty();

        assertThat(inFlight.lease()).isEmpty();
    }

    @Test
    void parksAnArrivalWithTheReason() {
        List<String> reasons = new ArrayList<>();
        Arrival arrival = new Arrival(
                new FakeMessage(1), new Reading.Understood(EVENT, Optional.empty()), new Arrival.Arrivals() {
                    @Override
                    public void accepted(
                            Event event,
                            List<DestinationId> destinations,
                            dev.sealpost.broker.ReceivedMessage message) {
                        throw new AssertionError("it was not recorded");
                    }

                    @Override
                    public void repeated(dev.sealpost.broker.ReceivedMessage message) {
                        throw new AssertionError("it was not recorded");
                    }

                    @Override
                    public void notUnderstood(dev.sealpost.broker.ReceivedMessage message, String reason) {
                        reasons.add(reason);
                    }
                });

        assertThat(Culprit.substitute(arrival, REASON)).isEmpty();

        assertThat(reasons).containsExactly("the database does not take it: bad value");
    }

    @Test
    void answersALeasePageWithNothingSoThatItsDestinationIsAskedAgain() {
        List<DestinationId> answered = new ArrayList<>();
        LeasePage page = new LeasePage(
                new LeasePage.Request(new DestinationId("ep_1"), Duration.ofSeconds(15), 5),
                (DestinationId destination, List<InFlight> taken, OptionalLong nextDue) -> {
                    assertThat(taken).isEmpty();
                    answered.add(destination);
                });
        page.take(inFlight);

        assertThat(Culprit.substitute(page, REASON)).isEmpty();

        assertThat(answered).containsExactly(new DestinationId("ep_1"));
    }
}
