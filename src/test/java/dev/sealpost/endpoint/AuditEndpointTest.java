package dev.sealpost.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.audit.Actor;
import dev.sealpost.audit.Actor.ActorKind;
import dev.sealpost.audit.CurrentActor;
import dev.sealpost.database.DirectWrites;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.egress.OutboundUrl;
import dev.sealpost.endpoint.Endpoint.Filter;
import dev.sealpost.endpoint.Endpoint.Lifecycle;
import dev.sealpost.endpoint.Endpoint.Policy;
import dev.sealpost.endpoint.Endpoint.Profile;
import dev.sealpost.endpoint.Endpoint.Receiver;
import dev.sealpost.event.message.Json;
import dev.sealpost.request.CustomHeaders;
import dev.sealpost.signature.Ciphers;
import dev.sealpost.signature.ClassicSignature;
import dev.sealpost.signature.SigningKey;
import dev.sealpost.signature.SigningSecret;
import dev.sealpost.signature.Template;
import dev.sealpost.transform.Transformation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;

class AuditEndpointTest {

    private static final ApplicationId ACME = new ApplicationId("app_acme");
    private static final Instant TIME = Instant.parse("2030-01-01T00:00:00Z");
    private static final Actor ANN = new Actor(ActorKind.USER, "ann", "Ann", Optional.of("192.0.2.7"));
    private static final SigningSecret FIRST = SigningSecret.generate();
    private static final SigningSecret SECOND = SigningSecret.generate();

    private TestDatabase database;
    private DirectWrites writes;
    private EndpointStore store;

    /** Entry of the log. */
    private record Entry(String actor, String action, JsonNode before, JsonNode after) {

        List<String> changedSecrets() {
            return after.path("changedSecrets")
                    .valueStream()
                    .map(JsonNode::asText)
                    .toList();
        }
    }

    @BeforeEach
    void open(TestDatabase database) {
        this.database = database;
        this.writes = database.writes();
        this.store = EndpointStores.over(writes, database.reads(), Ciphers.of(1));
        database.change(sql -> sql.sql("INSERT INTO application (id, name, metadata, created_at, updated_at, version)"
                        + " VALUES (?, 'x', '{}', 0, 0, 0)")
                .param(ACME.value())
                .update());
        CurrentActor.supply(ANN, () -> store.findOrCreate(endpoint()));
    }

    @OnDatabase
    void tellsWhoMadeAndDeletedAnEndpoint() {
        CurrentActor.supply(
                ANN,
                () -> writes.write(sql -> {
                    store.delete(sql, endpoint());
                    store.delete(sql, endpoint());
                    return true;
                }));

        assertThat(entries()).extracting(Entry::action).containsExactly("endpoint.create", "endpoint.delete");
        assertThat(entries()).extracting(Entry::actor).containsOnly("user ann Ann 192.0.2.7");
        assertThat(entries().getFirst().after().path("url").asText()).isEqualTo("https://example.com/in");
        assertThat(entries().getLast().before().path("url").asText()).isEqualTo("https://example.com/in");
    }

    @OnDatabase
    void showsBeforeAndAfter() {
        change(old -> old.orWithUid("shop"));

        Entry entry = entries().getLast();
        assertThat(entry.action()).isEqualTo("endpoint.update");
        assertThat(entry.before().has("uid")).isFalse();
        assertThat(entry.after().path("uid").asText()).isEqualTo("shop");
        assertThat(entry.changedSecrets()).isEmpty();
    }

    @OnDatabase
    void namesAPauseAndADisabling() {
        store.pause(ACME, "ep_1", true);
        store.pause(ACME, "ep_1", false);
        change(old -> old.with(old.profile().status().changed(true, TIME)));
        change(old -> old.with(old.profile().status().changed(false, TIME)));

        assertThat(entries())
                .extracting(Entry::action)
                .containsExactly(
                        "endpoint.create", "endpoint.pause", "endpoint.resume", "endpoint.disable", "endpoint.enable");
    }

    @OnDatabase
    void namesChangedSecretsAndShowsNone() {
        change(old -> old.with(old.receiver().signing().keys().rotatedTo(SECOND, TIME, Duration.ofHours(1))));
        change(old -> old.with(new CustomHeaders(Map.of("X-Api-Key", "hush-1", "X-Shop", "seen"))));
        change(old -> old.with(new CustomHeaders(Map.of("X-Api-Key", "hush-2", "X-Shop", "seen"))));
        change(old -> old.with(classic(old.receiver(), "hush-3")));

        List<Entry> changes = entries().subList(1, 5);
        assertThat(changes)
                .extracting(Entry::changedSecrets)
                .containsExactly(
                        List.of("secret"),
                        List.of("headers.X-Api-Key"),
                        List.of("headers.X-Api-Key"),
                        List.of("classicSignature.secret"));
        assertThat(changes.getFirst().after().at("/formerSecrets/0/validUntil").asText())
                .isEqualTo("2030-01-01T01:00:00Z");
        assertThat(changes.get(1).after().at("/headers/X-Shop").asText()).isEqualTo("seen");
        assertThat(everything())
                .doesNotContain("hush")
                .doesNotContain(FIRST.reveal().substring(6))
                .doesNotContain(SECOND.reveal().substring(6));
    }

    @OnDatabase
    void namesTheCodeOfATransformationByItsDigest() {
        change(old -> old.with(old.receiver().with(new Transformation("// hush", true))));

        Entry entry = entries().getLast();
        assertThat(entry.before().has("transformation")).isFalse();
        assertThat(entry.after().at("/transformation/enabled").asBoolean()).isTrue();
        assertThat(entry.after().at("/transformation/codeSha256").asText()).hasSize(64);
        assertThat(everything()).doesNotContain("hush");
    }

    @OnDatabase
    void writesNothingOfAChangeThatIsUndone() {
        assertThatIllegalStateException()
                .isThrownBy(() -> change(old -> {
                    throw new IllegalStateException("refused");
                }));
        assertThatIllegalStateException()
                .isThrownBy(() -> writes.write(sql -> {
                    store.delete(sql, endpoint());
                    throw new IllegalStateException("refused");
                }));

        assertThat(entries()).hasSize(1);
    }

    private void change(UnaryOperator<Endpoint> change) {
        store.change(ACME, "ep_1", change);
    }

    private static Receiver classic(Receiver old, String secret) {
        ClassicSignature classic = new ClassicSignature(
                "X-Hub-Signature-256", Template.parse("{body}"), Template.parse("sha256={hex}"), secret);
        return new Receiver(
                old.url(),
                new Endpoint.Signing(old.signing().keys(), Optional.of(classic)),
                old.headers(),
                old.request(),
                old.transformation(),
                old.fault());
    }

    private List<Entry> entries() {
        return database.reads()
                .sql("SELECT * FROM audit_entry ORDER BY created_at, id")
                .query((row, number) -> {
                    assertThat(row.getString("object_kind")).isEqualTo("endpoint");
                    assertThat(row.getString("object_id")).isEqualTo("ep_1");
                    assertThat(row.getString("application_id")).isEqualTo(ACME.value());
                    return new Entry(
                            String.join(
                                    " ",
                                    row.getString("actor_kind"),
                                    row.getString("actor_id"),
                                    row.getString("actor_name"),
                                    String.valueOf(row.getString("address"))),
                            row.getString("action"),
                            json(row.getString("state_before")),
                            json(row.getString("state_after")));
                })
                .list();
    }

    private String everything() {
        return String.join(
                "\n",
                database.reads()
                        .sql("SELECT COALESCE(state_before, '') || COALESCE(state_after, '') FROM audit_entry")
                        .query(String.class)
                        .list());
    }

    private static JsonNode json(String text) {
        return Json.tree((text == null ? "{}" : text).getBytes(StandardCharsets.UTF_8));
    }

    private static Endpoint endpoint() {
        return new Endpoint(
                new EndpointId("ep_1"),
                ACME,
                new Receiver(OutboundUrl.parse("https://example.com/in"), Optional.<SigningKey>of(FIRST)),
                Filter.EVERYTHING,
                new Profile(
                        Optional.empty(),
                        "text",
                        Map.of(),
                        Policy.of(PolicyOverride.NONE, DeliveryPolicies.DEFAULT),
                        Lifecycle.enabled(TIME, TIME)));
    }
}
