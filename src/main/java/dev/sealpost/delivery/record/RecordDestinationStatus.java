package dev.sealpost.delivery.record;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.audit.AuditLog;
import dev.sealpost.audit.Change;
import dev.sealpost.audit.Change.AuditedObject;
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
 * Tracks endpoints whose attempts all fail: warns after half of the time allowed by their policy and disables them at its
 * end. State is cached in memory; only the first failure after a success and the first success after a failure are written,
 * so that other attempts cost a map lookup. Confined to the recorder's thread.
 */
public final class RecordDestinationStatus {

    private static final Logger LOG = LoggerFactory.getLogger(RecordDestinationStatus.class);

    /** Interval at which the cache is reloaded, because other nodes write too. */
    private static final Duration RELOAD_INTERVAL = Duration.ofSeconds(30);

    private final Function<DestinationId, Duration> disableAfter;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final Map<EndpointId, Failing> known = new HashMap<>();
    private final Map<EndpointId, Optional<Failing>> changed = new LinkedHashMap<>();
    private final Map<EndpointId, ApplicationId> failed = new LinkedHashMap<>();
    private final List<EndpointEvent> pending = new ArrayList<>();
    private Instant loadedAt = Instant.EPOCH;
    private Instant now = Instant.EPOCH;
    private boolean committed;

    /** @param disableAfter time after which a failing destination is disabled; zero: never */
    public RecordDestinationStatus(
            Function<DestinationId, Duration> disableAfter, AuditLog audit, ApplicationEventPublisher events) {
        this.disableAfter = disableAfter;
        this.audit = audit;
        this.events = events;
    }

    /** Starts a transaction. */
    void begin(WriterSession session, Instant time) {
        now = time;
        changed.clear();
        failed.clear();
        pending.clear();
        if (!committed || Duration.between(loadedAt, time).abs().compareTo(RELOAD_INTERVAL) >= 0) {
            known.clear();
            known.putAll(EndpointStatus.failing(session.client()));
            loadedAt = time;
        }
        committed = false;
    }

    /** Takes note of a recorded attempt. */
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

    /** Writes the changes of the transaction. */
    void write(WriterSession session) {
        changed.forEach((id, status) -> {
            if (known.remove(id) != null) {
                EndpointStatus.forget(session.client(), id);
            }
            status.ifPresent(failing -> {
                EndpointStatus.begin(session.client(), id, failing.since());
                known.put(id, failing);
            });
        });
        failed.forEach((id, application) -> {
            Failing failing = known.get(id);
            Duration limit = disableAfter.apply(DestinationId.of(id));
            if (failing != null && limit.isPositive()) {
                warnOrDisable(session, new Candidate(id, application, failing), limit);
            }
        });
    }

    private record Candidate(EndpointId id, ApplicationId application, Failing failing) {}

    private void warnOrDisable(WriterSession session, Candidate candidate, Duration limit) {
        Instant since = candidate.failing().since();
        if (!now.isBefore(since.plus(limit))) {
            known.remove(candidate.id());
            if (EndpointStatus.hasFailedSince(session.client(), candidate.id(), now.minus(limit))) {
                disable(session, candidate.id(), candidate.application(), DisableReason.FAILING);
            }
        } else if (!candidate.failing().warned() && !now.isBefore(since.plus(limit.dividedBy(2)))) {
            known.put(candidate.id(), new Failing(since, true));
            if (EndpointStatus.warn(session.client(), candidate.id())) {
                pending.add(new EndpointEvent.FailingWarning(
                        candidate.id(), candidate.application(), since, since.plus(limit)));
            }
        }
    }

    /** Disables an endpoint whose receiver answered 410. */
    void disableGone(WriterSession session, Delivery delivery) {
        EndpointId id = new EndpointId(delivery.destination().value());
        known.remove(id);
        changed.remove(id);
        failed.remove(id);
        disable(session, id, delivery.event().application(), DisableReason.GONE);
    }

    private void disable(WriterSession session, EndpointId id, ApplicationId application, DisableReason reason) {
        if (EndpointStatus.disable(session.client(), id, reason, now)) {
            audit.record(
                    session.client(),
                    Change.changed(
                            "endpoint.disable",
                            new AuditedObject("endpoint", id.value(), Optional.of(application.value())),
                            JsonNodeFactory.instance.objectNode().put("disabled", false),
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("disabled", true)
                                    .put("disabledReason", reason.word())));
            pending.add(new EndpointEvent.Disabled(id, application, reason));
        }
    }

    /** Publishes the events of the committed transaction. */
    void committed() {
        committed = true;
        pending.forEach(this::publish);
        pending.clear();
    }

    private void publish(EndpointEvent event) {
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
            LOG.error("listener.failed event={}", event, e);
        }
    }
}
