package dev.sealpost.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.application.UidTakenException;
import dev.sealpost.database.DirectWrites;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.egress.OutboundUrl;
import dev.sealpost.endpoint.DeliveryPolicy.Ordering;
import dev.sealpost.endpoint.Endpoint.Filter;
import dev.sealpost.endpoint.Endpoint.Lifecycle;
import dev.sealpost.endpoint.Endpoint.Policy;
import dev.sealpost.endpoint.Endpoint.Profile;
import dev.sealpost.endpoint.Endpoint.Receiver;
import dev.sealpost.endpoint.PolicyOverride.Breaker;
import dev.sealpost.endpoint.PolicyOverride.Load;
import dev.sealpost.endpoint.PolicyOverride.Retries;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.signature.SecretCipher;
import dev.sealpost.signature.SigningKey;
import dev.sealpost.signature.SigningSecret;
import dev.sealpost.transform.Transformation;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

class EndpointStoreTest {

    private static final ApplicationId ACME = new ApplicationId("app_acme");
    private static final ApplicationId OTHER = new ApplicationId("app_other");
    private static final Instant TIME = Instant.parse("2030-01-01T00:00:00Z");

    private static final PolicyOverride OVERRIDE = new PolicyOverride(
            new Retries(
                    Optional.of(List.of(Duration.ofSeconds(1), Duration.ofMillis(2500))),
                    Optional.of(0.1),
                    Optional.of(Duration.ofHours(1))),
            new Load(Optional.of(3), Optional.of(5.0), Optional.of(7)),
            new Breaker(Optional.of(4), Optional.of(50), Optional.of(10), Optional.of(Duration.ofSeconds(9))),
            Optional.of(Ordering.STRICT_PASS_DEAD),
            Optional.of(Duration.ZERO));

    private TestDatabase database;
    private DirectWrites writes;
    private EndpointDirectory directory;
    private EndpointStore store;
    private final List<Object> told = new ArrayList<>();

    @BeforeEach
    void open(TestDatabase database) {
        this.database = database;
        withKey(new byte[SecretCipher.KEY_LENGTH]);
        insertApplication(ACME);
        insertApplication(OTHER);
    }

    @OnDatabase
    void readsBackWhatItStored() {
        Endpoint endpoint = endpoint("ep_1", ACME, "mine");

        assertThat(store.findOrCreate(endpoint)).isPresent();

        assertThat(store.find(ACME, "ep_1")).contains(endpoint);
        assertThat(store.find(ACME, "mine")).contains(endpoint);
        assertThat(directory.find(endpoint.id())).contains(endpoint);
        assertThat(directory.of(ACME)).containsExactly(endpoint);
    }

    @OnDatabase
    void keepsTheTroubleOfASecretThatAnotherKeySealedToItsEndpoint() {
        Endpoint locked = endpoint("ep_1", ACME, "mine");
        store.findOrCreate(locked);
        Endpoint open = endpoint("ep_2", ACME, "other");
        withAnotherKey();

        store.findOrCreate(open);

        assertThat(directory.find(locked.id()).orElseThrow().receiver().secret())
                .isEmpty();
        assertThat(directory.find(open.id())).contains(open);
        assertThat(store.find(ACME, "ep_1").orElseThrow().receiver().url())
                .isEqualTo(locked.receiver().url());
    }

    @OnDatabase
    void leavesASecretThatItCannotReadAsItIsWhenTheEndpointIsChanged() {
        Endpoint locked = endpoint("ep_1", ACME, "mine");
        store.findOrCreate(locked);
        withAnotherKey();
        store.change(ACME, "ep_1", old -> with(old, OutboundUrl.parse("https://example.com/new"), Optional.empty()));

        withKey(new byte[SecretCipher.KEY_LENGTH]);

        Endpoint again = store.find(ACME, "ep_1").orElseThrow();
        assertThat(again.receiver().url().value()).isEqualTo("https://example.com/new");
        assertThat(again.receiver().secret()).isEqualTo(locked.receiver().secret());
    }

    @OnDatabase
    void isMendedByANewSecret() {
        Endpoint locked = endpoint("ep_1", ACME, "mine");
        store.findOrCreate(locked);
        withAnotherKey();
        Optional<SigningKey> secret = Optional.of(SigningSecret.generate());

        store.change(ACME, "ep_1", old -> with(old, old.receiver().url(), secret));

        assertThat(directory.find(locked.id()).orElseThrow().receiver().secret())
                .isEqualTo(secret);
    }

    private static Endpoint with(Endpoint endpoint, OutboundUrl url, Optional<SigningKey> secret) {
        return new Endpoint(
                endpoint.id(),
                endpoint.application(),
                new Receiver(url, secret),
                endpoint.filter(),
                endpoint.profile());
    }

    private void withAnotherKey() {
        byte[] key = new byte[SecretCipher.KEY_LENGTH];
        key[0] = 1;
        withKey(key);
    }

    /** A start with this encryption key. */
    private void withKey(byte[] key) {
        EndpointRows rows = new EndpointRows(new SecretCipher(key, "the test"), DeliveryPolicies.DEFAULT);
        directory = new EndpointDirectory(rows);
        writes = database.writes(directory);
        store = new EndpointStore(writes, database.reads(), rows, EndpointStores.audit(), Clock.systemUTC(), told::add);
    }

    @OnDatabase
    void storesTheSecretSealed() {
        Endpoint endpoint = endpoint("ep_1", ACME, "mine");
        store.findOrCreate(endpoint);

        byte[] stored = database.reads()
                .sql("SELECT secret FROM endpoint")
                .query((row, number) -> row.getBytes(1))
                .single();

        assertThat(new String(stored, StandardCharsets.ISO_8859_1))
                .doesNotContain(
                        endpoint.receiver().secret().orElseThrow().reveal().substring(6));
    }

    @OnDatabase
    void keepsEndpointsOfApplicationsApart() {
        store.findOrCreate(endpoint("ep_1", ACME, "mine"));
        store.findOrCreate(endpoint("ep_2", OTHER, "mine"));

        assertThat(store.find(OTHER, "ep_1")).isEmpty();
        assertThat(store.find(OTHER, "mine").map(Endpoint::id)).contains(new EndpointId("ep_2"));
        assertThat(store.list(ACME, new PageRequest(10, true, Optional.empty(), false))
                        .items())
                .hasSize(1);
    }

    @OnDatabase
    void refusesAUidThatIsTaken() {
        store.findOrCreate(endpoint("ep_1", ACME, "mine"));

        assertThatExceptionOfType(UidTakenException.class)
                .isThrownBy(() -> store.findOrCreate(endpoint("ep_2", ACME, "mine")));
        assertThat(store.find(ACME, "ep_2")).isEmpty();
    }

    @OnDatabase
    void createsNothingForAnApplicationThatIsNotThere() {
        assertThat(store.findOrCreate(endpoint("ep_1", new ApplicationId("app_gone"), "mine")))
                .isEmpty();
    }

    @OnDatabase
    void changesAnEndpoint() {
        store.findOrCreate(endpoint("ep_1", ACME, "mine"));
        Endpoint changed = endpoint("ep_1", ACME, "renamed");

        assertThat(store.change(ACME, "mine", old -> changed)).contains(changed);

        assertThat(store.find(ACME, "mine")).isEmpty();
        assertThat(store.find(ACME, "renamed")).contains(changed);
        assertThat(directory.of(ACME)).containsExactly(changed);
    }

    @OnDatabase
    void forgetsWhatWasDeleted() {
        Endpoint endpoint = endpoint("ep_1", ACME, "mine");
        store.findOrCreate(endpoint);

        List<Endpoint> left = writes.write(sql -> {
            store.delete(sql, endpoint);
            return store.of(sql, ACME);
        });

        assertThat(left).isEmpty();
        assertThat(store.find(ACME, "mine")).isEmpty();
        assertThat(directory.of(ACME)).isEmpty();
        assertThat(store.findOrCreate(endpoint("ep_2", ACME, "mine"))).isPresent();
    }

    @OnDatabase
    void tellsWhatHappened() {
        Endpoint endpoint = endpoint("ep_1", ACME, "mine");
        store.findOrCreate(endpoint);
        store.change(ACME, "mine", old -> old.with(old.profile().status().changed(false, TIME)));
        store.change(ACME, "mine", old -> old.with(old.profile().status().changed(true, TIME)));
        store.change(ACME, "nobody", old -> old);
        store.findOrCreate(endpoint("ep_2", new ApplicationId("app_gone"), "mine"));

        EndpointId id = endpoint.id();
        assertThat(told)
                .containsExactly(
                        new EndpointEvent.Created(id, ACME),
                        new EndpointEvent.Updated(id, ACME),
                        new EndpointEvent.Enabled(id, ACME),
                        new EndpointEvent.Updated(id, ACME),
                        new EndpointEvent.Disabled(id, ACME, DisableReason.BY_REQUEST));
    }

    @OnDatabase
    void forgetsOldFailuresWhenItIsEnabled() {
        Endpoint endpoint = endpoint("ep_1", ACME, "mine");
        store.findOrCreate(endpoint);
        writes.write(sql -> {
            EndpointStatus.begin(sql, endpoint.id(), TIME);
            return true;
        });

        store.change(ACME, "mine", old -> old.with(old.profile().status().changed(true, TIME)));
        Map<EndpointId, EndpointStatus.Failing> whileDisabled = EndpointStatus.failing(database.reads());
        store.change(ACME, "mine", old -> old.with(old.profile().status().changed(false, TIME)));

        assertThat(whileDisabled).containsKey(endpoint.id());
        assertThat(EndpointStatus.failing(database.reads())).isEmpty();
    }

    @OnDatabase
    void showsAPauseAtOnce() {
        store.findOrCreate(endpoint("ep_1", ACME, "mine"));

        Endpoint resumed = store.pause(ACME, "mine", false).orElseThrow();
        Endpoint paused = store.pause(ACME, "mine", true).orElseThrow();

        assertThat(resumed.paused()).isFalse();
        assertThat(paused.paused()).isTrue();
        assertThat(directory.find(paused.id())).contains(paused);
    }

    @OnDatabase
    void goesOnWithTheConfiguredPolicyWhereAStoredOneCannotBeUsed() {
        Endpoint endpoint = endpoint("ep_1", ACME, "mine");
        store.findOrCreate(endpoint);

        writes.write(sql -> sql.sql("UPDATE endpoint SET policy = ?, throttle_rate = NULL, version = ?")
                .params("{\"jitter\": 7, \"concurrency\": 2, \"unheard\": 1}", Snapshots.nextVersion(sql))
                .update());

        DeliveryPolicy policy =
                directory.find(endpoint.id()).orElseThrow().profile().policy().effective();
        assertThat(policy.retry()).isEqualTo(DeliveryPolicies.DEFAULT.retry());
        assertThat(policy.load().concurrency()).isEqualTo(2);
    }

    @OnDatabase
    void readsTheRateOfBeforeThereWerePolicies() {
        Endpoint endpoint = endpoint("ep_1", ACME, "mine");
        store.findOrCreate(endpoint);

        writes.write(sql -> sql.sql("UPDATE endpoint SET policy = NULL, throttle_rate = 5, version = ?")
                .param(Snapshots.nextVersion(sql))
                .update());

        assertThat(directory
                        .find(endpoint.id())
                        .orElseThrow()
                        .profile()
                        .policy()
                        .effective()
                        .load()
                        .throttle())
                .contains(new DeliveryPolicy.Throttle(5, 5));
    }

    private void insertApplication(ApplicationId id) {
        database.change(sql -> sql.sql("INSERT INTO application (id, name, metadata, created_at, updated_at, version)"
                        + " VALUES (?, 'x', '{}', 0, 0, 0)")
                .param(id.value())
                .update());
    }

    private static Endpoint endpoint(String id, ApplicationId application, String uid) {
        return new Endpoint(
                new EndpointId(id),
                application,
                new Receiver(OutboundUrl.parse("https://example.com/in"), Optional.of(SigningSecret.generate()))
                        .with(new Transformation("function handler(w) { return w; }", true)),
                new Filter(List.of(new EventTypePattern("order.*")), List.of("eu"), List.of("paid")),
                new Profile(
                        Optional.of(uid),
                        "text",
                        Map.of("a", "b"),
                        Policy.of(OVERRIDE, DeliveryPolicies.DEFAULT),
                        new Lifecycle(true, Optional.of(DisableReason.GONE), true, TIME, TIME)));
    }
}
