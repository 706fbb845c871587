package dev.sealpost.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.BrokenRowException;
import dev.sealpost.database.Databases;
import dev.sealpost.database.Dialect;
import dev.sealpost.database.DirectWrites;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.signature.SecretCipher;
import dev.sealpost.signature.SigningSecret;
import dev.sealpost.subscription.DestinationId;
import dev.sealpost.subscription.RouteDestinations;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows that hold what no row should, in every column: each is its own trouble, and comes back when it is mended. */
class BrokenRowsTest {

    private static final ApplicationId ACME = new ApplicationId("app_acme");
    private static final EndpointId BROKEN = new EndpointId("ep_broken");
    private static final EndpointId WHOLE = new EndpointId("ep_whole");
    private static final SecretCipher CIPHER = new SecretCipher(new byte[SecretCipher.KEY_LENGTH], "the test");

    /** {@code created_at} and the like are left out on PostgreSQL, which refuses such values itself. */
    private static final List<String> TEXTS =
            List.of("url", "event_types", "channels", "metadata", "policy", "disabled_reason", "description", "uid");

    private static final List<String> NUMBERS =
            List.of("throttle_rate", "disabled", "paused", "created_at", "updated_at", "deleted_at", "secret");

    private static List<Object> garbage() {
        return List.of(
                "{",
                "",
                "null",
                "[]",
                "[1, null]",
                "[null]",
                "{\"a\": []}",
                "\"",
                "\u0001",
                "x".repeat(100_000),
                "[".repeat(5_000),
                "gone-for-a-walk");
    }

    /** Values that SQLite stores in a column of any type. */
    private static List<Object> moreGarbage() {
        return List.of(7, -1, 2.5, Long.MAX_VALUE, Long.MIN_VALUE, new byte[] {1, 2, 3});
    }

    private TestDatabase database;

    @BeforeEach
    void fill(TestDatabase given) {
        database = given;
        database.change(sql -> {
            sql.sql("INSERT INTO application (id, uid, name, metadata, created_at, updated_at, version)"
                            + " VALUES ('app_acme', 'acme', 'x', '{}', 0, 0, 1)")
                    .update();
            insert(sql, BROKEN);
            insert(sql, WHOLE);
            return sql.sql("UPDATE snapshot_version SET version = 1").update();
        });
    }

    private static void insert(JdbcClient sql, EndpointId id) {
        sql.sql("""
                        INSERT INTO endpoint (id, application_id, url, description, secret, metadata, disabled, paused,
                            created_at, updated_at, version)
                        VALUES (?, 'app_acme', 'https://example.com/', '', ?, '{}', FALSE, FALSE, 0, 0, 1)
                        """)
                .params(id.value(), CIPHER.seal(SigningSecret.generate().stored(), id.value()))
                .update();
    }

    private static EndpointDirectory started() {
        return EndpointDirectories.opening(CIPHER);
    }

    // Fault 11, for every column.
    @OnDatabase
    void areTheTroubleOfTheirOwnEndpoint() {
        boolean sqlite = database.dialect() == Dialect.SQLITE;
        for (String column :
                sqlite ? Stream.concat(TEXTS.stream(), NUMBERS.stream()).toList() : TEXTS) {
            @Nullable
            Object good = database.reads()
                    .sql("SELECT " + column + " FROM endpoint WHERE id = 'ep_broken'")
                    .query((row, number) -> Optional.ofNullable(row.getObject(1)))
                    .single()
                    .orElse(null);
            for (Object value : sqlite
                    ? Stream.of(garbage(), moreGarbage()).flatMap(List::stream).toList()
                    : garbage()) {
                isItsOwnTrouble(column, value);
            }
            set(column, good);
            assertThat(loaded(started()).find(BROKEN).orElseThrow().broken())
                    .as(column)
                    .isEmpty();
        }
    }

    private void isItsOwnTrouble(String column, Object value) {
        String what = column + " = " + (value instanceof byte[] bytes ? Arrays.toString(bytes) : value);
        set(column, value);
        EndpointDirectory directory = loaded(started());
        EndpointStore store = EndpointStores.over(database.writes(directory), database.reads(), CIPHER);

        assertThat(directory.find(WHOLE).orElseThrow().broken()).as(what).isEmpty();
        if (!column.equals("deleted_at") || !(value instanceof Number)) {
            assertThat(directory.find(BROKEN)).as(what).isPresent();
            assertThat(directory.of(ACME)).as(what).hasSize(2);
        }
        if (!column.equals("deleted_at")) {
            assertThat(store.find(ACME, "ep_broken")).as(what).isPresent();
            assertThat(store.list(ACME, new PageRequest(10, true, Optional.empty(), false))
                            .items())
                    .as(what)
                    .hasSize(2);
        }
        if (value.equals("{") && !List.of("description", "uid", "deleted_at").contains(column)) {
            assertThat(store.find(ACME, "ep_broken").orElseThrow().broken())
                    .as(what)
                    .isPresent();
        }
    }

    private EndpointDirectory loaded(EndpointDirectory directory) {
        directory.load(database.reads(), 0);
        return directory;
    }

    private void set(String column, @Nullable Object value) {
        database.change(sql -> sql.sql("UPDATE endpoint SET " + column + " = ? WHERE id = 'ep_broken'")
                .param(value)
                .update());
    }

    @OnDatabase
    void workAgainWithoutARestartOnceTheyAreMended() {
        set("policy", "{");
        EndpointDirectory directory = loaded(started());
        assertThat(Databases.broken(directory)).containsOnlyKeys("ep_broken");
        assertThat(Databases.broken(directory).get("ep_broken")).startsWith("policy: ");

        set("policy", null);
        Databases.readAgain(directory, database.reads());

        assertThat(Databases.broken(directory)).isEmpty();
        assertThat(directory.find(BROKEN).orElseThrow().broken()).isEmpty();
    }

    /** Else what stands in for the broken value would be stored in its place. */
    @OnDatabase
    void cannotBeChangedInPart() {
        set("metadata", "{");
        EndpointDirectory directory = loaded(started());
        DirectWrites writes = database.writes(directory);
        EndpointStore store = EndpointStores.over(writes, database.reads(), CIPHER);

        assertThatThrownBy(() -> store.pause(ACME, "ep_broken", true))
                .isInstanceOf(BrokenRowException.class)
                .hasMessageContaining("metadata")
                .hasMessageContaining("PUT");
    }

    @OnDatabase(Dialect.SQLITE)
    void leaveAnApplicationKnownWhoseDeliveriesWait() {
        database.change(sql -> sql.sql("UPDATE application SET paused = '{'").update());
        ApplicationDirectory applications = new ApplicationDirectory();

        applications.load(database.reads(), 0);

        assertThat(applications.find("acme")).contains(ACME);
        assertThat(applications.isPaused(ACME)).isTrue();
        assertThat(Databases.broken(applications)).containsOnlyKeys("app_acme");
    }

    @OnDatabase
    void leaveTheOtherRoutesDestinations() {
        database.change(sql -> sql.sql("INSERT INTO route_destination (id, event_types, retired, version)"
                        + " VALUES ('route:a', '{', FALSE, 1), ('route:b', '[\"order.*\"]', FALSE, 1),"
                        + " ('route:c', '[]', FALSE, 1)")
                .update());
        RouteDestinations routes = new RouteDestinations();

        routes.load(database.reads(), 0);

        assertThat(routes.isActive(new DestinationId("route:b"))).isTrue();
        assertThat(Databases.broken(routes)).containsOnlyKeys("route:a", "route:c");
    }
}
