package dev.sealpost.application;

import dev.sealpost.application.Application.Lifetime;
import dev.sealpost.application.Application.Profile;
import dev.sealpost.database.BrokenRowException;
import dev.sealpost.database.Conditions;
import dev.sealpost.database.JsonColumns;
import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.Position;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.StoredValues;
import dev.sealpost.database.Writes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Applications in the database. Names are ids or uids. */
@Component
public class ApplicationStore {

    private final Writes writes;
    private final JdbcClient reads;
    private final AuditApplication audit;
    private final Clock clock;

    ApplicationStore(Writes writes, JdbcClient reads, AuditApplication audit, Clock clock) {
        this.writes = writes;
        this.reads = reads;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Application and whether it was just created.
     *
     * @param isNew false if it existed before
     */
    public record Stored(Application application, boolean isNew) {}

    public Optional<Application> find(String name) {
        return find(reads, name);
    }

    /** Lists applications by time of creation. */
    public Page<Application> list(PageRequest request) {
        return new Conditions()
                .and("deleted_at IS NULL")
                .page(reads, "application", "created_at", request, (row, number) -> read(row));
    }

    /** Returns the position of an application in a list. */
    public static Position position(Application application) {
        return new Position(application.lifetime().createdAt(), application.id().value());
    }

    /**
     * Stores a new application.
     *
     * @throws UidTakenException when another application has the uid
     */
    public Application create(Profile profile) {
        return writes.write(sql -> {
            long version = Snapshots.nextVersion(sql);
            requireFree(sql, profile.uid(), Optional.empty());
            return insert(sql, profile, newId(), version);
        });
    }

    /**
     * Stores a new application with an id derived from the request. A repeated request returns the stored application.
     *
     * @throws UidTakenException when another application has the uid
     * @throws KeyReusedException when that was created from another profile, or was deleted
     */
    public Application create(Profile profile, ApplicationId id) {
        return writes.write(sql -> {
            long version = Snapshots.nextVersion(sql);
            Optional<Application> first = existing(sql, profile, id);
            if (first.isPresent()) {
                return first.get();
            }
            requireFree(sql, profile.uid(), Optional.empty());
            return insert(sql, profile, id, version);
        });
    }

    /**
     * Finds the application of a repeated request; one that was changed since counts as created from the same profile.
     */
    private static Optional<Application> existing(JdbcClient sql, Profile profile, ApplicationId id) {
        Optional<Application> first = sql.sql("SELECT * FROM application WHERE id = ?")
                .param(id.value())
                .query((row, number) -> {
                    if (row.getObject("deleted_at") != null) {
                        throw KeyReusedException.ofDeleted(id.value());
                    }
                    return read(row);
                })
                .optional();
        if (first.filter(made -> !made.lifetime().isChanged() && !made.profile().equals(profile))
                .isPresent()) {
            throw KeyReusedException.ofAnother(id.value());
        }
        return first;
    }

    /** Finds the application with this uid, or creates it. */
    public Stored findOrCreate(Profile profile) {
        return writes.write(sql -> {
            // Taking a version blocks other writers, so that none can take the uid after the check.
            long version = Snapshots.nextVersion(sql);
            return profile.uid()
                    .flatMap(uid -> find(sql, uid))
                    .map(existing -> new Stored(existing, false))
                    .orElseGet(() -> new Stored(insert(sql, profile, newId(), version), true));
        });
    }

    /**
     * Changes the profile; returns empty if the application is unknown.
     *
     * @throws UidTakenException when another application has the new uid
     */
    public Optional<Application> change(String name, Function<Application, Profile> change) {
        return changed(name, (sql, old) -> {
            Profile profile = change.apply(old);
            requireFree(sql, profile.uid(), Optional.of(old.id()));
            return new Application(old.id(), profile, old.paused(), changedNow(old));
        });
    }

    /** Pauses or resumes deliveries; returns empty if the application is unknown. */
    public Optional<Application> pause(String name, boolean paused) {
        return changed(name, (sql, old) -> new Application(old.id(), old.profile(), paused, changedNow(old)));
    }

    private Lifetime changedNow(Application old) {
        return new Lifetime(old.lifetime().createdAt(), now());
    }

    private Optional<Application> changed(String name, BiFunction<JdbcClient, Application, Application> change) {
        return writes.write(sql -> {
            long version = Snapshots.nextVersion(sql);
            return find(sql, name).map(old -> {
                requireWhole(old);
                Application changed = change.apply(sql, old);
                update(sql, changed, version);
                audit.changed(sql, old, changed);
                return changed;
            });
        });
    }

    /** Deletes the application in the caller's transaction; the caller deletes its endpoints. */
    public void delete(JdbcClient sql, Application application) {
        int deleted = sql.sql("UPDATE application SET deleted_at = ?, version = ? WHERE id = ? AND deleted_at IS NULL")
                .params(
                        now().toEpochMilli(),
                        Snapshots.nextVersion(sql),
                        application.id().value())
                .update();
        if (deleted > 0) {
            audit.deleted(sql, application);
        }
    }

    /** Finds an application in the caller's transaction. */
    public Optional<Application> find(JdbcClient sql, String name) {
        // An id takes precedence, although no uid can look like one.
        return sql.sql("""
                        SELECT * FROM application WHERE id = ? AND deleted_at IS NULL
                        UNION ALL SELECT * FROM application WHERE uid = ? AND deleted_at IS NULL
                        """).params(name, name).query((row, number) -> read(row)).list().stream()
                .findFirst();
    }

    private void requireFree(JdbcClient sql, Optional<String> wanted, Optional<ApplicationId> self) {
        wanted.ifPresent(uid -> find(sql, uid)
                .filter(owner -> !self.equals(Optional.of(owner.id())))
                .ifPresent(owner -> {
                    throw new UidTakenException(uid);
                }));
    }

    private ApplicationId newId() {
        return ApplicationId.at(now());
    }

    private Application insert(JdbcClient sql, Profile profile, ApplicationId id, long version) {
        Instant now = now();
        Application made = new Application(id, profile, false, new Lifetime(now, now));
        sql.sql("""
                        INSERT INTO application
                            (uid, name, metadata, throttle_rate, unknown_types, updated_at, version, id, created_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(profile.uid().orElse(null))
                .param(profile.name())
                .param(JsonColumns.text(profile.metadata()))
                .param(profile.throttleRate().orElse(null))
                .param(profile.unknownTypes().word())
                .param(now.toEpochMilli())
                .param(version)
                .param(made.id().value())
                .param(now.toEpochMilli())
                .update();
        audit.created(sql, made);
        return made;
    }

    private static void update(JdbcClient sql, Application application, long version) {
        Profile profile = application.profile();
        sql.sql("""
                        UPDATE application
                        SET uid = ?, name = ?, metadata = ?, throttle_rate = ?, unknown_types = ?, paused = ?, updated_at = ?, version = ?
                        WHERE id = ?
                        """)
                .param(profile.uid().orElse(null))
                .param(profile.name())
                .param(JsonColumns.text(profile.metadata()))
                .param(profile.throttleRate().orElse(null))
                .param(profile.unknownTypes().word())
                .param(application.paused())
                .param(application.lifetime().updatedAt().toEpochMilli())
                .param(version)
                .param(application.id().value())
                .update();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Rejects changes of an invalid row, which would store fallback values. */
    private static void requireWhole(Application application) {
        application.broken().ifPresent(fault -> {
            throw new BrokenRowException("application " + application.id(), fault, "delete it");
        });
    }

    static UnknownTypes unknownTypes(ResultSet row, StoredValues values) throws SQLException {
        String word = row.getString("unknown_types");
        return values.read("unknown_types", () -> UnknownTypes.of(word), UnknownTypes.ALLOW);
    }

    private static Application read(ResultSet row) throws SQLException {
        StoredValues values = new StoredValues(row);
        String metadata = row.getString("metadata");
        OptionalLong rate = values.number("throttle_rate");
        Profile profile = new Profile(
                values.optional("uid"),
                values.text("name"),
                values.read("metadata", () -> Map.copyOf(JsonColumns.map(metadata)), Map.of()),
                rate.isPresent() ? Optional.of((int) rate.getAsLong()) : Optional.empty(),
                unknownTypes(row, values));
        boolean paused = values.flag("paused", true);
        Lifetime lifetime = new Lifetime(values.time("created_at"), values.time("updated_at"));
        return new Application(new ApplicationId(row.getString("id")), profile, paused, lifetime, values.fault());
    }
}
