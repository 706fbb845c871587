package dev.sealpost.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.Database;
import dev.sealpost.database.Databases;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.WriterSession;
import dev.sealpost.endpoint.EndpointDirectories;
import dev.sealpost.endpoint.EndpointDirectory;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.event.Labels;
import dev.sealpost.signature.SecretCipher;
import dev.sealpost.signature.SigningSecret;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The index follows the rows that change, and says who wants an event. */
class MatchTest {

    private static final SecretCipher CIPHER = new SecretCipher(new byte[32], "the test");

    private final ApplicationDirectory applications = new ApplicationDirectory();
    private final EndpointDirectory endpoints = EndpointDirectories.opening(CIPHER);
    private final RouteDestinations routes = new RouteDestinations();
    private final Subscriptions subscriptions = new Subscriptions(applications, endpoints, routes);
    private final Snapshots snapshots = Databases.snapshots(applications, endpoints, routes);

    private WriterSession session;
    private JdbcClient sql;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        Database database = Databases.sqlite(folder.resolve("sealpost.db"));
        session = database.openWriter();
        sql = session.client();
        anApplication("app_a", "acme");
        anApplication("app_b", "bolt");
    }

    @AfterEach
    void close() throws Exception {
        session.close();
    }

    private void anApplication(String id, String uid) {
        sql.sql("INSERT INTO application (id, uid, name, metadata, created_at, updated_at, version)"
                        + " VALUES (?, ?, 'x', '{}', 0, 0, ?)")
                .params(id, uid, Snapshots.nextVersion(sql))
                .update();
    }

    private void anEndpoint(String id, String application, String eventTypes) {
        sql.sql("INSERT INTO endpoint (id, application_id, url, description, event_types, secret, metadata, disabled,"
                        + " created_at, updated_at, version)"
                        + " VALUES (?, ?, 'https://example.com/', '', ?, ?, '{}', FALSE, 0, 0, ?)")
                .params(
                        id,
                        application,
                        eventTypes,
                        CIPHER.seal(SigningSecret.generate().stored(), id),
                        Snapshots.nextVersion(sql))
                .update();
    }

    private void change(String table, String id, String assignment) {
        sql.sql("UPDATE " + table + " SET " + assignment + ", version = ? WHERE id = ?")
                .params(Snapshots.nextVersion(sql), id)
                .update();
    }

    private java.util.List<String> wanting(String application, String type) {
        snapshots.refresh(session);
        return subscriptions
                .match(new Event(
                        new EventId("event-1"),
                        new ApplicationId(application),
                        Instant.EPOCH,
                        Labels.of(new EventType(type)),
                        Content.json(new byte[0])))
                .stream()
                .map(DestinationId::value)
                .sorted()
                .toList();
    }

    private static RouteSubscription aRoute(String id, String pattern, Optional<String> application) {
        return new RouteSubscription(DestinationId.ofRoute(id), new EventTypePattern(pattern), application);
    }

    @Test
    void findsTheEndpointsOfTheApplicationThatWantTheType() {
        anEndpoint("ep_all", "app_a", "[]");
        anEndpoint("ep_orders", "app_a", "[\"order.*\"]");
        anEndpoint("ep_other", "app_b", "[]");

        assertThat(wanting("app_a", "order.created")).containsExactly("ep_all", "ep_orders");
        assertThat(wanting("app_a", "user.created")).containsExactly("ep_all");
        assertThat(wanting("app_b", "order.created")).containsExactly("ep_other");
        assertThat(wanting("app_nobody", "order.created")).isEmpty();
    }

    @Test
    void leavesOutEndpointsThatAreDisabledOrDeleted() {
        anEndpoint("ep_1", "app_a", "[]");
        anEndpoint("ep_2", "app_a", "[]");
        assertThat(wanting("app_a", "order.created")).containsExactly("ep_1", "ep_2");

        change("endpoint", "ep_1", "disabled = TRUE");
        change("endpoint", "ep_2", "deleted_at = 5");
        assertThat(wanting("app_a", "order.created")).isEmpty();

        change("endpoint", "ep_1", "disabled = FALSE");
        assertThat(wanting("app_a", "order.created")).containsExactly("ep_1");
    }

    @Test
    void findsRoutesOfEveryApplicationOrOfOneByIdOrUid() {
        RouteDestinations.register(sql, aRoute("all", "order.*", Optional.empty()));
        RouteDestinations.register(sql, aRoute("by-id", "*", Optional.of("app_a")));
        RouteDestinations.register(sql, aRoute("by-uid", "*", Optional.of("bolt")));

        assertThat(wanting("app_a", "order.created")).containsExactly("route:all", "route:by-id");
        assertThat(wanting("app_b", "order.created")).containsExactly("route:all", "route:by-uid");
        assertThat(wanting("app_a", "user.created")).containsExactly("route:by-id");
    }

    @Test
    void followsARenamedApplication() {
        RouteDestinations.register(sql, aRoute("by-uid", "*", Optional.of("acme")));
        assertThat(wanting("app_a", "order.created")).containsExactly("route:by-uid");

        change("application", "app_a", "uid = 'renamed'");
        assertThat(wanting("app_a", "order.created")).isEmpty();
        change("application", "app_b", "uid = 'acme'");
        assertThat(wanting("app_b", "order.created")).containsExactly("route:by-uid");
        assertThat(applications.find("renamed")).contains(new ApplicationId("app_a"));
        assertThat(applications.find("bolt")).isEmpty();
    }

    /** The rows of one refresh come in the order of their versions, so that a name goes to who took it last. */
    @Test
    void givesANameThatMovedToItsNewOwner() {
        wanting("app_a", "order.created");
        change("application", "app_a", "deleted_at = 5");
        change("application", "app_b", "uid = 'acme'");

        snapshots.refresh(session);

        assertThat(applications.find("acme")).contains(new ApplicationId("app_b"));
        assertThat(applications.find("app_a")).isEmpty();
    }

    @Test
    void keepsTheNewOwnerOfANameWhenTheOldOneIsChangedLater() {
        change("application", "app_a", "deleted_at = 5");
        change("application", "app_b", "uid = 'acme'");
        snapshots.refresh(session);
        change("application", "app_a", "updated_at = 6");

        snapshots.refresh(session);

        assertThat(applications.find("acme")).contains(new ApplicationId("app_b"));
    }

    @Test
    void givesNothingMoreToARetiredRouteUntilItIsRegisteredAgain() {
        RouteDestinations.register(sql, aRoute("all", "order.*", Optional.empty()));
        assertThat(wanting("app_a", "order.created")).containsExactly("route:all");

        RouteDestinations.retire(sql, DestinationId.ofRoute("all"));
        assertThat(wanting("app_a", "order.created")).isEmpty();
        assertThat(routes.isActive(DestinationId.ofRoute("all"))).isFalse();

        RouteDestinations.register(sql, aRoute("all", "user.*", Optional.empty()));
        assertThat(wanting("app_a", "order.created")).isEmpty();
        assertThat(wanting("app_a", "user.created")).containsExactly("route:all");
    }

    private java.util.List<String> awaiting(String uid, String type) {
        snapshots.refresh(session);
        return subscriptions.awaiting(uid, Labels.of(new EventType(type))).stream()
                .map(DestinationId::value)
                .sorted()
                .toList();
    }

    @Test
    void knowsWhoAwaitsEventsOfAnApplicationThatMayBeYetToBeMade() {
        anEndpoint("ep_all", "app_a", "[]");
        anEndpoint("ep_other", "app_a", "[\"order.*\"]");
        anEndpoint("ep_disabled", "app_a", "[]");
        change("endpoint", "ep_disabled", "disabled = TRUE");
        RouteDestinations.register(sql, aRoute("any", "endpoint.*", Optional.empty()));
        RouteDestinations.register(sql, aRoute("by-uid", "endpoint.*", Optional.of("acme")));
        RouteDestinations.register(sql, aRoute("by-id", "endpoint.*", Optional.of("app_a")));
        RouteDestinations.register(sql, aRoute("unmade", "endpoint.*", Optional.of("nobody-yet")));

        assertThat(awaiting("acme", "endpoint.created"))
                .containsExactly("ep_all", "route:any", "route:by-id", "route:by-uid");
        assertThat(awaiting("acme", "message.sent")).containsExactly("ep_all");
        assertThat(awaiting("nobody-yet", "endpoint.created")).containsExactly("route:any", "route:unmade");
        assertThat(awaiting("bolt", "message.sent")).isEmpty();
    }
}
