package dev.sealpost.endpoint;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.application.KeyReusedException;
import dev.sealpost.application.UidTakenException;
import dev.sealpost.database.BrokenRowException;
import dev.sealpost.database.Conditions;
import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.Position;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.Writes;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads and writes endpoints in the database. Names are ids or uids. */
@Component
public class EndpointStore {

    private final Writes writes;
    private final JdbcClient reads;
    private final EndpointRows rows;
    private final AuditEndpoint audit;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    EndpointStore(
            Writes writes,
            JdbcClient reads,
            EndpointRows rows,
            AuditEndpoint audit,
            Clock clock,
            ApplicationEventPublisher events) {
        this.writes = writes;
        this.reads = reads;
        this.rows = rows;
        this.audit = audit;
        this.clock = clock;
        this.events = events;
    }

    public Optional<Endpoint> find(ApplicationId application, String name) {
        return find(reads, application, name);
    }

    /** Lists endpoints, sorted by creation time. */
    public Page<Endpoint> list(ApplicationId application, PageRequest request) {
        return new Conditions()
                .and("application_id = ?", application.value())
                .and("deleted_at IS NULL")
                .page(reads, "endpoint", "created_at", request, (row, number) -> rows.read(row));
    }

    /** Returns the position of an endpoint in a list. */
    public static Position position(Endpoint endpoint) {
        return new Position(
                endpoint.profile().status().createdAt(), endpoint.id().value());
    }

    /**
     * Stores a new endpoint, or returns the existing one with its id; empty when its application does not exist.
     *
     * @throws UidTakenException when another endpoint of the application has the uid
     * @throws KeyReusedException when the endpoint with its id was deleted
     */
    public Optional<Endpoint> findOrCreate(Endpoint endpoint) {
        Optional<Endpoint> stored = writes.write(sql -> {
            long version = Snapshots.nextVersion(sql);
            if (!exists(sql, endpoint.application())) {
                return Optional.<Endpoint>empty();
            }
            Optional<Endpoint> first =
                    find(sql, endpoint.application(), endpoint.id().value());
            if (first.isPresent()) {
                return first;
            }
            requireUnused(sql, endpoint.id());
            requireUidFree(sql, endpoint);
            rows.insert(sql, endpoint, version);
            audit.created(sql, endpoint);
            return Optional.of(endpoint);
        });
        if (stored.filter(made -> made == endpoint).isPresent()) {
            events.publishEvent(new EndpointEvent.Created(endpoint.id(), endpoint.application()));
        }
        return stored;
    }

    private static void requireUnused(JdbcClient sql, EndpointId id) {
        boolean isDeleted = new Conditions().and("id = ?", id.value()).matchAnyOf(sql, "endpoint");
        if (isDeleted) {
            throw KeyReusedException.ofDeleted(id.value());
        }
    }

    /** Returns the id of a deleted endpoint; of several with one uid, the last deleted. */
    public Optional<EndpointId> idOfDeleted(ApplicationId application, String name) {
        return reads
                .sql("""
                        SELECT id, deleted_at FROM endpoint
                        WHERE id = ? AND application_id = ? AND deleted_at IS NOT NULL
                        UNION ALL
                        SELECT id, deleted_at FROM endpoint
                        WHERE uid = ? AND application_id = ? AND deleted_at IS NOT NULL
                        ORDER BY deleted_at DESC
                        """)
                .params(name, application.value(), name, application.value())
                .query((row, number) -> new EndpointId(row.getString("id")))
                .list()
                .stream()
                .findFirst();
    }

    /**
     * Changes an endpoint; empty when it does not exist.
     *
     * @param change must keep the id and the application
     * @throws UidTakenException when another endpoint of the application has the new uid
     * @throws BrokenRowException when its row is unreadable and the change does not replace all of it
     */
    public Optional<Endpoint> change(ApplicationId application, String name, UnaryOperator<Endpoint> change) {
        Optional<Change> made = writes.write(sql -> {
            long version = Snapshots.nextVersion(sql);
            return find(sql, application, name).map(old -> {
                Endpoint changed = change.apply(old);
                // A placeholder must not replace an unreadable value.
                changed.receiver().fault().ifPresent(fault -> {
                    throw new BrokenRowException(
                            "endpoint " + old.id(), fault, "replace it as a whole with PUT, delete it");
                });
                requireUidFree(sql, changed);
                rows.update(sql, changed, version);
                audit.changed(sql, old, changed);
                if (old.disabled() && !changed.disabled()) {
                    // Otherwise the next failure would disable it again.
                    EndpointStatus.forget(sql, changed.id());
                }
                return new Change(old, changed);
            });
        });
        made.ifPresent(this::publish);
        return made.map(Change::now);
    }

    private record Change(Endpoint before, Endpoint now) {}

    private void publish(Change change) {
        EndpointId id = change.now().id();
        ApplicationId application = change.now().application();
        events.publishEvent(new EndpointEvent.Updated(id, application));
        if (!change.before().disabled() && change.now().disabled()) {
            events.publishEvent(new EndpointEvent.Disabled(id, application, DisableReason.BY_REQUEST));
        } else if (change.before().disabled() && !change.now().disabled()) {
            events.publishEvent(new EndpointEvent.Enabled(id, application));
        }
    }

    /** Pauses or resumes an endpoint; empty when it does not exist. */
    public Optional<Endpoint> pause(ApplicationId application, String name, boolean paused) {
        return change(
                application,
                name,
                old -> old.with(
                        old.profile().status().paused(paused, clock.instant().truncatedTo(ChronoUnit.MILLIS))));
    }

    /** Deletes within the caller's transaction. The caller cancels its deliveries and publishes the event. */
    public void delete(JdbcClient sql, Endpoint endpoint) {
        EndpointId id = endpoint.id();
        EndpointStatus.forget(sql, id);
        int deleted = sql.sql("UPDATE endpoint SET deleted_at = ?, version = ? WHERE id = ? AND deleted_at IS NULL")
                .params(clock.millis(), Snapshots.nextVersion(sql), id.value())
                .update();
        if (deleted > 0) {
            audit.deleted(sql, endpoint);
        }
    }

    /** Looks up within the caller's transaction. */
    public Optional<Endpoint> find(JdbcClient sql, ApplicationId application, String name) {
        return sql
                .sql("""
                        SELECT * FROM endpoint WHERE id = ? AND application_id = ? AND deleted_at IS NULL
                        UNION ALL
                        SELECT * FROM endpoint WHERE uid = ? AND application_id = ? AND deleted_at IS NULL
                        """)
                .params(name, application.value(), name, application.value())
                .query((row, number) -> rows.read(row))
                .list()
                .stream()
                .findFirst();
    }

    /** Returns the endpoints of an application, within the caller's transaction. */
    public List<Endpoint> of(JdbcClient sql, ApplicationId application) {
        return sql.sql("SELECT * FROM endpoint WHERE application_id = ? AND deleted_at IS NULL")
                .param(application.value())
                .query((row, number) -> rows.read(row))
                .list();
    }

    private static boolean exists(JdbcClient sql, ApplicationId application) {
        return new Conditions()
                .and("id = ?", application.value())
                .and("deleted_at IS NULL")
                .matchAnyOf(sql, "application");
    }

    private void requireUidFree(JdbcClient sql, Endpoint endpoint) {
        endpoint.profile()
                .uid()
                .ifPresent(uid -> find(sql, endpoint.application(), uid)
                        .filter(owner -> !owner.id().equals(endpoint.id()))
                        .ifPresent(owner -> {
                            throw new UidTakenException(uid);
                        }));
    }
}
