package dev.sealpost.api.message;

import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Finds an event among those this node recently published, or in the database. */
@Component
public class FindMessage {

    private static final Logger LOG = LoggerFactory.getLogger(FindMessage.class);
    private static final long DATABASE_RETRY_NANOS = Duration.ofSeconds(5).toNanos();

    private final RecentEvents recent;
    private final EventStore stored;
    private final AtomicLong nextTry = new AtomicLong(System.nanoTime());
    private volatile boolean failing;

    FindMessage(RecentEvents recent, EventStore stored) {
        this.recent = recent;
        this.stored = stored;
    }

    /** Finds the event with this id or uid, or answers 404. */
    public Event named(ApplicationId application, String name) {
        return find(application, name).orElseThrow(() -> ProblemException.notFound("message"));
    }

    /** Finds the event with this id or uid. */
    Optional<Event> find(ApplicationId application, String name) {
        return byId(application, name)
                .or(() -> stored.findByUid(application, name))
                .or(() -> recent.findByUid(application, name));
    }

    /** Resolves an id or uid. The event need not exist: retention may have deleted its payload. */
    public EventId id(ApplicationId application, String name) {
        return find(application, name).map(Event::id).orElseGet(() -> idOf(name));
    }

    private static EventId idOf(String name) {
        try {
            return new EventId(name);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("message");
        }
    }

    /** Returns whether this node recently published the event. */
    public boolean isRecent(ApplicationId application, EventId id) {
        return recent.find(application, id).isPresent();
    }

    private Optional<Event> byId(ApplicationId application, String name) {
        if (!name.startsWith(EventId.PREFIX) && name.indexOf('.') >= 0) {
            return Optional.empty();
        }
        try {
            EventId id = new EventId(name);
            // First what is stored: the content may have been deleted since.
            return stored.find(application, id).or(() -> recent.find(application, id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns an earlier event with this id, as far as known. Returns empty while the database is not available; a
     * duplicate is then detected when it is recorded.
     */
    Optional<Event> first(ApplicationId application, EventId id) {
        return recent.find(application, id).or(() -> inDatabase(application, id));
    }

    /**
     * Lets one request in five seconds try the database; waiting for a connection in every request would stop ingest.
     */
    private boolean mayTryDatabase() {
        long until = nextTry.get();
        long now = System.nanoTime();
        return now - until >= 0 && nextTry.compareAndSet(until, now + DATABASE_RETRY_NANOS);
    }

    private Optional<Event> inDatabase(ApplicationId application, EventId id) {
        if (failing && !mayTryDatabase()) {
            return Optional.empty();
        }
        try {
            Optional<Event> event = stored.find(application, id);
            failing = false;
            return event;
        } catch (DataAccessException e) {
            nextTry.set(System.nanoTime() + DATABASE_RETRY_NANOS);
            failing = true;
            LOG.warn("api.duplicate-check-skipped eventId={} reason={}", id, e.toString());
            return Optional.empty();
        }
    }
}
