package dev.sealpost.api.inbound;

import dev.sealpost.api.edge.TooManyEventsException;
import dev.sealpost.api.message.AcceptMessage;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.Labels;
import dev.sealpost.source.webhook.InboundEvent;
import dev.sealpost.source.webhook.KeepOrder;
import dev.sealpost.source.webhook.KeepOrder.Recency;
import dev.sealpost.source.webhook.Source;
import dev.sealpost.source.webhook.SourceApplications;
import dev.sealpost.source.webhook.SourceCounts;
import dev.sealpost.source.webhook.SourceCounts.WebhookOutcome;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Assigns an id to the event of a verified webhook and publishes it once for each delivery of the provider. */
@Component
class AcceptWebhook {

    private static final Logger LOG = LoggerFactory.getLogger(AcceptWebhook.class);
    private static final String OUT_OF_ORDER = "out-of-order";
    private static final String REDELIVERED = "redelivered";

    private final AcceptMessage accept;
    private final SourceApplications applications;
    private final KeepOrder order;
    private final SourceCounts counts;
    private final Clock clock;

    AcceptWebhook(
            AcceptMessage accept, SourceApplications applications, KeepOrder order, SourceCounts counts, Clock clock) {
        this.accept = accept;
        this.applications = applications;
        this.order = order;
        this.counts = counts;
        this.clock = clock;
    }

    /**
     * Returns once the event is on disk, or dropped as a duplicate or as older than the last one.
     *
     * @throws TooManyEventsException when the application exceeds its event rate
     * @throws dev.sealpost.delivery.BacklogFullException when the backlog of the application is full
     */
    void accept(Source source, InboundEvent inbound) {
        ApplicationId application = applications.of(source);
        accept.requireRoom(application);
        order.inOrder(source, inbound, recency -> {
            if (recency == Recency.OLDER && source.dropsOlder()) {
                counts.add(source, WebhookOutcome.OLDER);
                LOG.info("source.older-dropped source={} type={}", source.name(), inbound.type());
            } else {
                publish(source, application, inbound, recency);
            }
        });
    }

    private void publish(Source source, ApplicationId application, InboundEvent inbound, Recency recency) {
        List<String> tags = new ArrayList<>(recency == Recency.OLDER ? List.of(OUT_OF_ORDER) : List.of());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Optional<EventId> identity = inbound.deliveryId().map(id -> source.eventId(application, id));
        Optional<Event> first = identity.flatMap(id -> accept.first(application, id));
        if (first.isPresent() && !source.passesRepeats()) {
            repeated(source, first.get(), inbound);
            return;
        }
        if (first.isPresent()) {
            tags.add(REDELIVERED);
        }
        Event event = new Event(
                identity.filter(id -> first.isEmpty()).orElseGet(() -> EventId.at(now)),
                application,
                now,
                new Labels(inbound.type(), Optional.empty(), List.of(), tags),
                new Content(Content.JSON, inbound.payload()));
        accept.publish(event);
        counts.add(source, WebhookOutcome.ACCEPTED);
        LOG.debug("source.accepted source={} eventId={} type={}", source.name(), event.id(), inbound.type());
    }

    private void repeated(Source source, Event first, InboundEvent inbound) {
        counts.add(source, WebhookOutcome.REPEATED);
        boolean isSame = first.content().isRemoved() || first.payload().equals(inbound.payload());
        if (isSame) {
            LOG.debug("source.repeated source={} eventId={}", source.name(), first.id());
        } else {
            LOG.warn("source.repeat-differs source={} eventId={}", source.name(), first.id());
        }
    }
}
