package dev.sealpost.delivery.record;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.endpoint.DisableReason;
import dev.sealpost.endpoint.EndpointEvent;
import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.endpoint.EndpointStatus;
import dev.sealpost.endpoint.EndpointStatus.Failing;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Follows which endpoints have nothing but failures: warns when that has gone on for half of the time that their policy
 * bears, and disables them at the end of it. What is known is in memory, as it is in the database; written are only the
 * first failure after a success and the first success after a failure, so a success costs a look into a map. For one thread.
 */
public final class RecordDestinationStatus {

    private static final Logger LOG = LoggerFactory.getLogger(RecordDestinationStatus.class);

    /** Other nodes write too: a success there ends what began here, and the other way round. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final Function<DestinationId, Duration> disableAfter;
    private final ApplicationEventPublisher events;
    private final Map<EndpointId, Failing> known = new HashMap<>();
    private final Map<EndpointId, Optional<Failing>> changed = new LinkedHashMap<>();
    private final Map<EndpointId, ApplicationId> failed = new LinkedHashMap<>();
    private final List<EndpointEvent> told = new ArrayList<>();
    private Instant lookedAt = Instant.EPOCH;
    private Instant now = Instant.EPOCH;
    private boolean committed;

    /** @param disableAfter of a destination, zero: never */
    public RecordDestinationStatus(Function<DestinationId, Duration> disableAfter, ApplicationEventPublisher events) {
        this.disableAfter = disableAfter;
        this.events = events;
    }

    /** Before the first attempt of a transaction. */
    void begin(WriterSession session, Instant time) {
        now = time;
        changed.clear();
        failed.clear();
        told.clear();
        if (!committed || Duration.between(lookedAt, time).abs().compareTo(LOOK_AGAIN) >= 0) {
            known.clear();
            known.putAll(EndpointStatus.failing(session.client()));
            lookedAt = time;
        }
        committed = false;
    }

    /** An attempt that was recorded. */
    void follow(Delivery delivery, Attempted attempted) {
        boolean succeeded = attempted.outcome() instanceof AttemptOutcome.Succeeded;
        if (delivery.destination().isRoute() || (succeeded && known.isEmpty() && changed.isEmpty())) {
            return;
        }
        EndpointId id = new EndpointId(delivery.destination().value());
        boolean isFailing =
                changed.getOrDefault(id, Optional.ofNullable(known.get(id))).isPresent();
        if (succeeded && isFailing) {
            changed.put(id, Optional.empty());
        } else if (!succeeded) {
            failed.put(id, delivery.event().application());
            if (!isFailing) {
                changed.put(id, Optional.of(new Failing(now, false)));
            }
        }
    }

    /** After the last attempt of a transaction. */
    void write(WriterSession session) {
        changed.forEach((id, standing) -> {
            if (known.remove(id) != null) {
                EndpointStatus.forget(session.client(), id);
            }
            standing.ifPresent(failing -> {
                EndpointStatus.begin(session.client(), id, failing.since());
                known.put(id, failing);
            });
        });
        failed.forEach((id, application) -> {
            Failing failing = known.get(id);
            Duration limit = disableAfter.apply(DestinationId.of(id));
            if (failing != null && limit.isPositive()) {
                judge(session, new Suspect(id, application, failing), limit);
            }
        });
    }

    private record Suspect(EndpointId id, ApplicationId application, Failing failing) {}

    private void judge(WriterSession session, Suspect suspect, Duration limit) {
        Instant since = suspect.failing().since();
        if (!now.isBefore(since.plus(limit))) {
            known.remove(suspect.id());
            if (EndpointStatus.hasFailedSince(session.client(), suspect.id(), now.minus(limit))) {
                disable(session, suspect.id(), suspect.application(), DisableReason.FAILING);
            }
        } else if (!suspect.failing().warned() && !now.isBefore(since.plus(limit.dividedBy(2)))) {
            known.put(suspect.id(), new Failing(since, true));
            if (EndpointStatus.warn(session.client(), suspect.id())) {
                told.add(new EndpointEvent.FailingWarning(
                        suspect.id(), suspect.application(), since, since.plus(limit)));
            }
        }
    }

    /** The receiver answered that it wants no more. */
    void disableGone(WriterSession session, Delivery delivery) {
        EndpointId id = new EndpointId(delivery.destination().value());
        known.remove(id);
        changed.remove(id);
        failed.remove(id);
        disable(session, id, delivery.event().application(), DisableReason.GONE);
    }

    private void disable(WriterSession session, EndpointId id, ApplicationId application, DisableReason reason) {
        if (EndpointStatus.disable(session.client(), id, reason, now)) {
            told.add(new EndpointEvent.Disabled(id, application, reason));
        }
    }

    /** What was said of this transaction is true now. */
    void committed() {
        committed = true;
        told.forEach(this::tell);
        told.clear();
    }

    private void tell(EndpointEvent event) {
        switch (event) {
            case EndpointEvent.FailingWarning warning ->
                LOG.warn(
                        "endpoint.failing endpointId={} applicationId={} failingSince={} disableAt={}",
                        warning.endpoint(),
                        warning.application(),
                        warning.failingSince(),
                        warning.disableAt());
            case EndpointEvent.Disabled disabled ->
                LOG.warn(
                        "endpoint.disabled endpointId={} applicationId={} reason={}",
                        disabled.endpoint(),
                        disabled.application(),
                        disabled.reason().word());
            case EndpointEvent.Created created -> {}
            case EndpointEvent.Updated updated -> {}
            case EndpointEvent.Deleted deleted -> {}
            case EndpointEvent.Enabled enabled -> {}
        }
        try {
            events.publishEvent(event);
        } catch (RuntimeException e) {
            LOG.error("endpoint.event-unheard event={}", event, e);
        }
    }
}
