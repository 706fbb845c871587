package dev.sealpost.api.eventtype;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.edge.InvalidParameterException;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.edge.Listing;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.edge.Query;
import dev.sealpost.api.edge.QueryParameters;
import dev.sealpost.api.edge.ReadBody;
import dev.sealpost.api.shape.AnswerShape;
import dev.sealpost.api.shape.BodyShape;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.database.PageRequest;
import dev.sealpost.event.EventType;
import dev.sealpost.eventtype.EventTypeDefinition;
import dev.sealpost.eventtype.EventTypeStore;
import dev.sealpost.eventtype.ExampleOfSchema;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /event-type}. */
@RestController
@RequestMapping("/api/v1/event-type")
class EventTypeController {

    private static final String ARCHIVED = "include_archived";
    private static final String CONTENT = "with_content";
    private static final String EXPUNGE = "expunge";
    private static final String VERSION = "version";

    static final Shape PARAMETERS = Shape.of(
            "EventTypeParameters",
            Member.of(ARCHIVED, new JsonType.Flag(), "Whether archived event types are listed too.")
                    .like("true"),
            Member.of(CONTENT, new JsonType.Flag(), "Whether schemas are listed too.")
                    .like("true"),
            Member.of(EXPUNGE, new JsonType.Flag(), "Whether it is deleted for good instead of archived.")
                    .like("true"),
            Member.of(VERSION, new JsonType.Whole(1, 999_999), "Version of the schema; absent: the latest.")
                    .like("1"));

    private final EventTypeStore types;
    private final ReadBody read;
    private final Clock clock;

    EventTypeController(EventTypeStore types, ReadBody read, Clock clock) {
        this.types = types;
        this.read = read;
        this.clock = clock;
    }

    /**
     * Example of a payload in an answer.
     *
     * @param payload made from the schema; an object without members if there is none
     */
    record EventTypeExampleOut(JsonNode payload) {}

    /** Creates an event type; one that is archived comes back with the new members. */
    @Operation(needs = Permission.MANAGE_EVENT_TYPES, summary = "Create an event type")
    @BodyShape(EventTypeIn.class)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    EventTypeOut create(HttpServletRequest request) {
        Fields fields = read.fields(request);
        Instant now = now();
        EventTypeDefinition wanted = EventTypeIn.whole(fields, EventTypeIn.name(fields), now, now);
        return types.write(
                        wanted.type().name(),
                        old -> old.filter(found -> !found.state().archived()).isPresent()
                                ? Optional.empty()
                                : Optional.of(wanted))
                .map(type -> EventTypeOut.of(type, true))
                .orElseThrow(() -> new ProblemException(
                        HttpStatus.CONFLICT, "conflict", "there is an event type " + wanted.type() + " already"));
    }

    @Operation(needs = Permission.VIEW, summary = "List the event types")
    @GetMapping
    @QueryParameters(
            value = {ARCHIVED, CONTENT},
            page = true)
    ListResponse<EventTypeOut> list(HttpServletRequest request) {
        Query query = new Query(request);
        PageRequest page = query.page(Listing.EVENT_TYPE);
        boolean withSchemas = query.flag(CONTENT, false);
        return ListResponse.of(
                Listing.EVENT_TYPE,
                page,
                types.list(query.flag(ARCHIVED, false), page),
                EventTypeStore::position,
                type -> EventTypeOut.of(type, withSchemas));
    }

    @Operation(needs = Permission.VIEW, summary = "Get an event type")
    @GetMapping("/{event_type}")
    EventTypeOut get(@PathVariable("event_type") String name) {
        return EventTypeOut.of(found(name), true);
    }

    @Operation(needs = Permission.VIEW, summary = "Get an example of the payload of an event type")
    @GetMapping("/{event_type}/example")
    @QueryParameters(VERSION)
    EventTypeExampleOut example(@PathVariable("event_type") String name, HttpServletRequest request) {
        Optional<Integer> version = new Query(request).read(VERSION, Integer::parseInt);
        EventTypeDefinition type = found(name);
        Optional<JsonNode> schema = version.isPresent()
                ? version.flatMap(type.schemas()::version)
                : type.schemas().latest();
        if (version.isPresent() && schema.isEmpty()) {
            throw ProblemException.notFound("version of the schema");
        }
        return new EventTypeExampleOut(schema.map(ExampleOfSchema::of).orElseGet(JsonNodeFactory.instance::objectNode));
    }

    /** Replaces an event type, or creates it. */
    @Operation(
            needs = Permission.MANAGE_EVENT_TYPES,
            summary = "Replace an event type, or create it if there is none with this name")
    @BodyShape(value = EventTypeIn.class, field = "UPDATE")
    @AnswerShape(
            value = EventTypeOut.class,
            statuses = {200, 201})
    @PutMapping("/{event_type}")
    ResponseEntity<EventTypeOut> put(@PathVariable("event_type") String name, HttpServletRequest request) {
        EventType type = type(name);
        Fields fields = read.fields(request);
        Instant now = now();
        boolean[] isNew = {false};
        EventTypeDefinition stored = types.write(name, old -> {
                    isNew[0] = old.isEmpty();
                    Instant createdAt =
                            old.map(found -> found.state().createdAt()).orElse(now);
                    return Optional.of(EventTypeIn.whole(fields, type, createdAt, now));
                })
                .orElseThrow();
        return ResponseEntity.status(isNew[0] ? HttpStatus.CREATED : HttpStatus.OK)
                .body(EventTypeOut.of(stored, true));
    }

    @Operation(needs = Permission.MANAGE_EVENT_TYPES, summary = "Change members of an event type")
    @BodyShape(value = EventTypeIn.class, field = "PATCH")
    @PatchMapping("/{event_type}")
    EventTypeOut patch(@PathVariable("event_type") String name, HttpServletRequest request) {
        Fields fields = read.fields(request);
        return types.write(name, old -> old.map(found -> EventTypeIn.changed(fields, found, now())))
                .map(type -> EventTypeOut.of(type, true))
                .orElseThrow(EventTypeController::notFound);
    }

    @Operation(needs = Permission.MANAGE_EVENT_TYPES, summary = "Archive an event type, or delete it for good")
    @DeleteMapping("/{event_type}")
    @QueryParameters(EXPUNGE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable("event_type") String name, HttpServletRequest request) {
        boolean isDone = new Query(request).flag(EXPUNGE, false) ? types.expunge(name) : types.archive(name);
        if (!isDone) {
            throw notFound();
        }
    }

    private EventTypeDefinition found(String name) {
        return types.find(name).orElseThrow(EventTypeController::notFound);
    }

    private static EventType type(String name) {
        try {
            return new EventType(name);
        } catch (IllegalArgumentException e) {
            throw InvalidParameterException.ofPath("event_type", String.valueOf(e.getMessage()));
        }
    }

    private static ProblemException notFound() {
        return ProblemException.notFound("event type");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
