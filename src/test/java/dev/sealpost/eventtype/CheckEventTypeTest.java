package dev.sealpost.eventtype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.application.Application;
import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationStore;
import dev.sealpost.application.ApplicationStores;
import dev.sealpost.application.UnknownTypes;
import dev.sealpost.audit.AuditLogs;
import dev.sealpost.database.DirectWrites;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Labels;
import dev.sealpost.event.Payload;
import dev.sealpost.eventtype.CheckEventType.EventForm;
import dev.sealpost.eventtype.EventTypeDefinition.Details;
import dev.sealpost.eventtype.EventTypeDefinition.TypeState;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** Event types from the database to a refusal. */
class CheckEventTypeTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final String SCHEMA = """
            {"type": "object", "required": ["id"],
             "properties": {"id": {"type": "integer"}, "mail": {"type": "string", "format": "email"}}}""";

    private final EventTypeDirectory directory = new EventTypeDirectory();
    private final ApplicationDirectory applications = new ApplicationDirectory();
    private EventTypeStore store;
    private CheckEventType check;
    private ApplicationStore applicationStore;
    private Application application;

    @BeforeEach
    void open(TestDatabase database) {
        DirectWrites writes = database.writes(directory, applications);
        store = new EventTypeStore(writes, database.reads(), AuditLogs.plain(), Clock.systemUTC());
        check = new CheckEventType(directory, applications);
        applicationStore = ApplicationStores.over(writes, database.reads());
        application = applicationStore.create(
                new Application.Profile(Optional.of("acme"), "Acme", Map.of(), Optional.empty()));
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }

    private void write(String name, SchemaMode mode, boolean archived, String... schemas) throws Exception {
        SchemaVersions versions = SchemaVersions.NONE;
        for (String schema : schemas) {
            versions = versions.with(json(schema));
        }
        EventTypeDefinition type = new EventTypeDefinition(
                new EventType(name),
                new Details("d", Optional.of("g"), List.of("beta")),
                versions,
                mode,
                new TypeState(archived, false, NOW, NOW));
        store.write(name, old -> Optional.of(type));
    }

    private Event event(String type, String contentType, String payload) {
        return new Event(
                new EventId("msg_1"),
                application.id(),
                NOW,
                Labels.of(new EventType(type)),
                new Content(contentType, new Payload(payload.getBytes(StandardCharsets.UTF_8))));
    }

    private Optional<String> refusal(String type, String payload) {
        return check.refusal(event(type, "application/json", payload));
    }

    @OnDatabase
    void refuseWhatDoesNotFitWithThePointerOfEveryViolation() throws Exception {
        write("order.created", SchemaMode.REJECT, false, SCHEMA);

        assertThat(refusal("order.created", "{\"id\":1,\"more\":true}")).isEmpty();
        assertThat(refusal("order.created", "{\"id\":1.0,\"mail\":\"a@example.com\"}"))
                .isEmpty();
        assertThat(refusal("order.created", "{\"id\":\"1\",\"mail\":\"nobody\"}"))
                .hasValueSatisfying(text -> assertThat(text).contains("/payload/id: ", "; /payload/mail: "));
        assertThat(refusal("order.created", "{}"))
                .hasValueSatisfying(text -> assertThat(text).startsWith("/payload: "));
        assertThatThrownBy(() -> check.require(event("order.created", "application/json", "[]"), EventForm.CLOUD_EVENT))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageStartingWith("/data: ");
        assertThat(check.refusal(event("order.created", "text/plain", "x")))
                .hasValueSatisfying(text -> assertThat(text).contains("JSON is expected, not text/plain"));
    }

    @OnDatabase
    void onlyLogInTheOtherModes() throws Exception {
        write("a.warned", SchemaMode.WARN, false, SCHEMA);
        write("a.described", SchemaMode.OFF, false, SCHEMA);

        assertThat(refusal("a.warned", "[]")).isEmpty();
        assertThat(refusal("a.described", "[]")).isEmpty();
        assertThat(refusal("a.nobody", "[]")).isEmpty();
    }

    @OnDatabase
    void takeTheLatestVersion() throws Exception {
        write("order.created", SchemaMode.REJECT, false, "{\"type\":\"object\"}", "{\"type\":\"array\"}");

        assertThat(refusal("order.created", "[]")).isEmpty();
        assertThat(refusal("order.created", "{}")).isPresent();
    }

    @OnDatabase
    void followTheRuleOfTheApplicationForUnknownTypes() throws Exception {
        write("a.known", SchemaMode.OFF, false);
        write("a.archived", SchemaMode.REJECT, true, "false");
        assertThat(refusal("a.archived", "1")).isEmpty();

        rule(UnknownTypes.REFUSE);

        assertThat(refusal("a.known", "1")).isEmpty();
        assertThat(refusal("a.archived", "1"))
                .hasValueSatisfying(text -> assertThat(text).startsWith("/eventType: "));
        assertThat(refusal("a.unknown", "1")).isPresent();
        rule(UnknownTypes.WARN);
        assertThat(refusal("a.unknown", "1")).isEmpty();
    }

    private void rule(UnknownTypes rule) {
        applicationStore.change(
                "acme", old -> new Application.Profile(Optional.of("acme"), "Acme", Map.of(), Optional.empty(), rule));
    }

    @OnDatabase
    void forgetWhatIsArchivedOrExpungedAndTakeItBack() throws Exception {
        write("order.created", SchemaMode.REJECT, false, "false");
        assertThat(refusal("order.created", "1")).isPresent();

        assertThat(store.archive("order.created")).isTrue();
        assertThat(refusal("order.created", "1")).isEmpty();
        assertThat(store.expunge("order.created")).isTrue();
        assertThat(store.find("order.created")).isEmpty();
        assertThat(store.expunge("order.created")).isFalse();
        write("order.created", SchemaMode.REJECT, false, "false");
        assertThat(refusal("order.created", "1")).isPresent();
    }

    @OnDatabase
    void areListedInPagesWithoutTheArchivedOnes() throws Exception {
        for (int i = 0; i < 5; i++) {
            write("a.b" + i, SchemaMode.OFF, i == 2);
        }

        PageRequest page = new PageRequest(10, false, Optional.empty(), false);
        assertThat(store.list(false, page).items())
                .extracting(type -> type.type().name())
                .containsExactly("a.b0", "a.b1", "a.b3", "a.b4");
        assertThat(store.list(true, page).items()).hasSize(5);
    }

    @OnDatabase
    void areNotStoppedByAPatternThatTakesForever() throws Exception {
        write("a.slow", SchemaMode.REJECT, false, "{\"type\":\"string\",\"pattern\":\"^(.*)(.*)(.*)(.*)(.*)(.*)x$\"}");

        assertThat(refusal("a.slow", "\"aaaax\"")).isEmpty();
        assertThat(refusal("a.slow", "\"" + "a".repeat(400) + "\""))
                .hasValueSatisfying(text -> assertThat(text).contains("takes too long"));
    }

    @OnDatabase
    void areNotStoppedByDepth() throws Exception {
        write("a.deep", SchemaMode.REJECT, false, "{\"$ref\":\"#\"}");
        write("a.list", SchemaMode.REJECT, false, "{\"items\":{\"$ref\":\"#\"}}");

        assertThatCode(() -> refusal("a.deep", "{}")).doesNotThrowAnyException();
        assertThatCode(() -> refusal("a.list", "[".repeat(900) + "]".repeat(900)))
                .doesNotThrowAnyException();
    }
}
