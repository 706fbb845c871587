package dev.sealpost.api.message;

import dev.sealpost.api.edge.IdempotencyHeader;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.edge.TooManyEventsException;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.CloudEvent;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.MessageIn;
import dev.sealpost.event.Publisher;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Gives a posted event its id and publishes it, once for a key. */
@Component
public class AcceptMessage {

    private final Publisher publisher;
    private final FindMessage find;
    private final RecentEvents recent;
    private final IngestLimits limits;
    private final Clock clock;

    AcceptMessage(Publisher publisher, FindMessage find, RecentEvents recent, IngestLimits limits, Clock clock) {
        this.publisher = publisher;
        this.find = find;
        this.recent = recent;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Counts an event in.
     *
     * @throws TooManyEventsException when the application has sent too many just now
     */
    public void requireRoom(ApplicationId application) {
        limits.requireRate(application);
    }

    /**
     * Returns once the event is on disk, with the first event of its key where there is one.
     *
     * @throws dev.sealpost.delivery.BacklogFullException when too much waits for the application; a repeat is answered anyway
     * @param key names the request; without one, or with one that a client library made, the producer's event id does
     */
    Event accept(ApplicationId application, MessageIn message, Optional<String> key) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Optional<EventId> identity = identity(application, message, key);
        Content content = new Content(
                        Content.JSON,
                        message.payload(),
                        message.expiry().map(expiry -> expiry.of(now).truncatedTo(ChronoUnit.MILLIS)))
                .in(message.trace())
                .keptFor(message.period());
        return accept(
                new Event(identity.orElseGet(() -> EventId.at(now)), application, now, message.labels(), content),
                identity.isPresent());
    }

    /**
     * Returns once the event is on disk, with the first event of its source and id where there is one.
     *
     * @throws dev.sealpost.delivery.BacklogFullException when too much waits for the application; a repeat is answered anyway
     */
    Event accept(ApplicationId application, CloudEvent event) {
        Instant time = event.time().orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return accept(new Event(event.idIn(application), application, time, event.labels(), event.content()), true);
    }

    private Event accept(Event event, boolean mayBeARepeat) {
        Optional<Event> first = mayBeARepeat ? find.first(event.application(), event.id()) : Optional.empty();
        if (first.isPresent()) {
            return repeated(first.get(), event);
        }
        publish(event);
        return event;
    }

    /** The event that has this id already, as far as can be told now. */
    public Optional<Event> first(ApplicationId application, EventId id) {
        return find.first(application, id);
    }

    /**
     * Returns once the event is on disk.
     *
     * @throws dev.sealpost.delivery.BacklogFullException when too much waits for the application
     */
    public void publish(Event event) {
        limits.requireBacklogRoom(event.application());
        publisher.publish(event);
        // Not before: whoever finds it here is told that it is kept.
        recent.add(event);
    }

    private static Optional<EventId> identity(ApplicationId application, MessageIn message, Optional<String> key) {
        Optional<EventId> byUid = message.labels().uid().map(uid -> EventId.derived(application.value(), "uid", uid));
        Optional<EventId> byKey = key.map(text -> EventId.derived(application.value(), "key", text));
        boolean keyIsOfClient = key.filter(text -> text.startsWith(IdempotencyHeader.KEY_OF_CLIENT))
                .isPresent();
        return keyIsOfClient ? byUid.or(() -> byKey) : byKey.or(() -> byUid);
    }

    private static Event repeated(Event first, Event again) {
        // Of a payload that was removed, nobody can say that it was another one.
        boolean isSame = first.content().isRemoved() || first.payload().equals(again.payload());
        if (isSame && first.labels().equals(again.labels())) {
            return first;
        }
        throw new ProblemException(
                HttpStatus.CONFLICT, "conflict", "another event was accepted with this key: " + first.id());
    }
}
