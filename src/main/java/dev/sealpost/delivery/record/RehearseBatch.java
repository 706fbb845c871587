package dev.sealpost.delivery.record;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.broker.message.MessageBody;
import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Attempted.Answer;
import dev.sealpost.delivery.BatchKey;
import dev.sealpost.delivery.Batching;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Delivery.AttemptKey;
import dev.sealpost.delivery.DeliveryBatch;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.flight.EventHold;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Lease;
import dev.sealpost.delivery.flight.LeaseRequest;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.endpoint.DeliveryPolicy.Ordering;
import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.endpoint.EndpointStatus;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.event.PayloadPeriod;
import dev.sealpost.event.ProducerStamp;
import dev.sealpost.event.message.Reading;
import dev.sealpost.subscription.DestinationId;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Executes every statement of a batch with known good rows, in a transaction that the caller rolls back. If this succeeds,
 * the entry that failed is at fault; otherwise every entry would fail, and all must wait.
 */
@Component
public final class RehearseBatch {

    private static final ApplicationId APPLICATION = new ApplicationId("app_rehearsal");
    private static final EndpointId ENDPOINT = new EndpointId("ep_rehearsal");
    private static final DestinationId DESTINATION = DestinationId.of(ENDPOINT);
    private static final DestinationId ORDERED = DestinationId.of(new EndpointId("ep_rehearsal_ordered"));
    private static final DestinationId BATCHING = DestinationId.ofRoute("rehearsal-batching");
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final int HEALTHY_BATCH = 16;
    private static final String PAYLOAD = "{\"text\":\"" + "x".repeat(1000) + "\"}";

    private final RecordBatch batch;
    private final OrderedRows ordered;
    private final DueRows due;
    private final Clock clock;

    public RehearseBatch(RecordBatch batch, OrderedRows ordered, DueRows due, Clock clock) {
        this.batch = batch;
        this.ordered = ordered;
        this.due = due;
        this.clock = clock;
    }

    /**
     * Executes the statements. Changes nothing once the caller has rolled back.
     *
     * @throws SQLException when a statement fails; unchecked exceptions mean the same
     */
    void run(WriterSession session) throws SQLException {
        Instant now = clock.instant();
        Event event = event("event-1", "{}", now);
        ordered.append(
                session,
                List.of(
                        new Delivery(event, ORDERED, AttemptKey.FIRST),
                        new Delivery(event, BATCHING, AttemptKey.FIRST)));
        batch.execute(session, entries(event, now));
        session.executeLast();
        rows(session, event, now);
        EndpointStatus.begin(session.client(), ENDPOINT, now);
        EndpointStatus.warn(session.client(), ENDPOINT);
        EndpointStatus.hasFailedSince(session.client(), ENDPOINT, now);
    }

    /** Executes the statements for new events that are delivered at the first attempt: the batch of a healthy node. */
    void firstAttempts(WriterSession session) throws SQLException {
        Instant now = clock.instant();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < HEALTHY_BATCH; i++) {
            Event event = event("event-" + i, PAYLOAD, now);
            entries.add(arrival(event, i));
            entries.add(settled(fresh(event), made(new AttemptOutcome.Succeeded(), new NextStep.Settle(), now)));
        }
        batch.execute(session, entries);
    }

    private static List<Entry> entries(Event event, Instant now) {
        Event second = event("event-2", "{}", now);
        Event third = event("event-3", "{}", now);
        InFlight exhausted = leased(second, now);
        InFlight deferred = leased(third, now);
        return List.of(
                arrival(event, 1),
                arrival(second, 2),
                arrival(third, 3),
                // Redelivered by the broker, and sent again with another payload.
                arrival(event, 1),
                arrival(event("event-1", "[]", now), 4),
                new Entry.LeasedRow(exhausted, exhausted.lease().orElseThrow()),
                new Entry.LeasedRow(deferred, deferred.lease().orElseThrow()),
                settled(fresh(event), made(new AttemptOutcome.Succeeded(), new NextStep.Settle(), now)),
                settled(exhausted, made(new AttemptOutcome.Rejected(500), new NextStep.Exhaust("exhausted"), now)),
                settled(deferred, new Result.Deferred("waited", now)),
                settled(fresh(second), made(new AttemptOutcome.Gone(), new NextStep.DisableEndpoint(), now)),
                settled(fresh(third), new Result.Expired()),
                settled(fresh(event), new Result.Deferred("waited", Instant.EPOCH)),
                new Entry.ExpiredRows(1),
                page(Ordering.NONE, DESTINATION),
                page(Ordering.STRICT, ORDERED),
                page(Ordering.NONE, BATCHING),
                page(Ordering.STRICT, BATCHING),
                settled(batch(event, now), made(new AttemptOutcome.Rejected(500), new NextStep.RetryAt(now), now)));
    }

    /** Executes the statements that a batch uses only occasionally. */
    private void rows(WriterSession session, Event event, Instant now) throws SQLException {
        Delivery delivery = new Delivery(event, DESTINATION, AttemptKey.FIRST);
        Lease lease = Lease.take(DEADLINE, now, 0);
        due.renew(session, delivery, lease.length(), now);
        due.release(session, delivery, lease, now);
        due.dropIfEnded(session, delivery);
        ReadDueRows.postpone(session, event.id().value(), DESTINATION, now);
    }

    private static Event event(String name, String payload, Instant now) {
        return new Event(
                new EventId("rehearsal-" + name),
                APPLICATION,
                now,
                new Labels(new EventType("sealpost.rehearsal"), Optional.of("uid"), List.of("a"), List.of("b")),
                Content.json(payload.getBytes(StandardCharsets.UTF_8)).keptFor(Optional.of(new PayloadPeriod(5))));
    }

    private static Entry arrival(Event event, long messageId) {
        return new Entry.Arrival(
                new NoMessage(messageId),
                new Reading.Understood(event, Optional.of(new ProducerStamp("rehearsal", messageId))));
    }

    private static InFlight fresh(Event event) {
        return InFlight.fresh(new Delivery(event, DESTINATION, AttemptKey.FIRST), new EventHold(new NoMessage(1), 1));
    }

    private static InFlight leased(Event event, Instant now) {
        return InFlight.leased(new Delivery(event, DESTINATION, AttemptKey.FIRST.next()), Lease.take(DEADLINE, now, 0));
    }

    private static InFlight batch(Event event, Instant now) {
        return InFlight.batch(
                new DeliveryBatch(BatchKey.at(now), List.of(new Delivery(event, BATCHING, AttemptKey.FIRST))),
                Lease.take(DEADLINE, now, 0),
                request(Ordering.NONE, BATCHING));
    }

    private static Result made(AttemptOutcome outcome, NextStep next, Instant now) {
        return new Result.Made(
                new Attempted(outcome, next, new Answer(Optional.of(200), "rehearsal"), now, Duration.ofMillis(1)));
    }

    private static Entry settled(InFlight inFlight, Result result) {
        return new Entry.Settlement(inFlight, result);
    }

    private static Entry page(Ordering ordering, DestinationId destination) {
        return new Entry.LeasePage(request(ordering, destination));
    }

    private static LeaseRequest request(Ordering ordering, DestinationId destination) {
        return new LeaseRequest(
                destination,
                DEADLINE,
                1,
                ordering,
                destination.isRoute()
                        ? Optional.of(new Batching(Batching.LEAST_SIZE, Duration.ZERO))
                        : Optional.empty());
    }

    private record NoMessage(long id) implements ReceivedMessage {

        @Override
        public Optional<Instant> sentAt() {
            return Optional.empty();
        }

        @Override
        public Optional<String> property(String name) {
            return Optional.empty();
        }

        @Override
        public boolean hasProperties() {
            return false;
        }

        @Override
        public Map<String, String> properties() {
            return Map.of();
        }

        @Override
        public Optional<String> contentType() {
            return Optional.empty();
        }

        @Override
        public MessageBody body() {
            return new MessageBody.Bytes(new byte[0]);
        }

        @Override
        public void acknowledge() {}

        @Override
        public void giveBack() {}
    }
}
