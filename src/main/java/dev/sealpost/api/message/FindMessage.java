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

/** Finds an event where it may be: among those this node published just now, or in the database. */
@Component
public class FindMessage {

    private static final Logger LOG = LoggerFactory.getLogger(FindMessage.class);
    private static final long DATABASE_REST_NANOS = Duration.ofSeconds(5).toNanos();

    private final RecentEvents recent;
    private final EventStore kept;
    private final AtomicLong restUntil = new AtomicLong(System.nanoTime());
    private volatile boolean failing;

    FindMessage(RecentEvents recent, EventStore kept) {
        this.recent = recent;
        this.kept = kept;
    }

    /** The event with this id or uid, or 404. */
    public Event named(ApplicationId application, String name) {
        return byId(application, name)
                .or(() -> recent.findByUid(application, name))
                .or(() -> kept.findByUid(application, name))
                .orElseThrow(() -> ProblemException.notFound("message"));
    }

    /**
     * The id that this id or uid stands for. Says nothing of whether there is such an event: what is left of one that
     * retention has dropped is known by its id.
     */
    public EventId id(ApplicationId application, String name) {
        return byId(application, name)
                .or(() -> recent.findByUid(application, name))
                .or(() -> kept.findByUid(application, name))
                .map(Event::id)
                .orElseGet(() -> idOf(name));
    }

    private static EventId idOf(String name) {
        try {
            return new EventId(name);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("message");
        }
    }

    /** Whether this node published it just now. */
    public boolean isRecent(ApplicationId application, EventId id) {
        return recent.find(application, id).isPresent();
    }

    private Optional<Event> byId(ApplicationId application, String name) {
        if (!name.startsWith(EventId.PREFIX) && name.indexOf('.') >= 0) {
            return Optional.empty();
        }
        try {
            EventId id = new EventId(name);
            return recent.find(application, id).or(() -> kept.find(application, id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The event that has this id already, as far as can be told now. Without the database the answer is "none": an event is
     * taken all the same, and its repeat is noticed when it is accepted.
     */
    Optional<Event> first(ApplicationId application, EventId id) {
        return recent.find(application, id).or(() -> inDatabase(application, id));
    }

    /** Waiting for a connection at every request would be the end of ingest: one tries now and then, the others go on. */
    private boolean isMyTurn() {
        long until = restUntil.get();
        long now = System.nanoTime();
        return now - until >= 0 && restUntil.compareAndSet(until, now + DATABASE_REST_NANOS);
    }

    private Optional<Event> inDatabase(ApplicationId application, EventId id) {
        if (failing && !isMyTurn()) {
            return Optional.empty();
        }
        try {
            Optional<Event> found = kept.find(application, id);
            failing = false;
            return found;
        } catch (DataAccessException e) {
            restUntil.set(System.nanoTime() + DATABASE_REST_NANOS);
            failing = true;
            LOG.warn("api.repeat-check-skipped eventId={} reason={}", id, e.toString());
            return Optional.empty();
        }
    }
}
