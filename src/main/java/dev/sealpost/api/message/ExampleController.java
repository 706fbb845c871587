package dev.sealpost.api.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.PathNames;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.edge.ReadBody;
import dev.sealpost.api.shape.BodyShape;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.eventtype.EventTypeStore;
import dev.sealpost.eventtype.ExampleOfSchema;
import dev.sealpost.subscription.Addressee;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /app/{app}/endpoint/{endpoint}/send-example}. */
@RestController
@RequestMapping("/api/v1/app/{app}/endpoint/{endpoint}/send-example")
class ExampleController {

    static final Shape SHAPE = Shape.of(
            "EventExampleIn",
            Member.of(
                            "eventType",
                            JsonType.text(1, EventType.LONGEST).matching(EventType.PATTERN),
                            "Event type of the example; its schema gives the payload.")
                    .asRequired()
                    .like("\"order.created\""));

    private final PathNames names;
    private final ReadBody read;
    private final EventTypeStore types;
    private final AcceptMessage accept;
    private final Clock clock;

    ExampleController(PathNames names, ReadBody read, EventTypeStore types, AcceptMessage accept, Clock clock) {
        this.names = names;
        this.read = read;
        this.types = types;
        this.accept = accept;
        this.clock = clock;
    }

    /** Sends a message that no other endpoint gets, signed and retried like every other. */
    @Operation(needs = Permission.MANAGE_ENDPOINTS, summary = "Send an example to an endpoint")
    @BodyShape(ExampleController.class)
    @PostMapping
    MessageOut send(
            @PathVariable("app") String app, @PathVariable("endpoint") String name, HttpServletRequest request) {
        ApplicationId application = names.application(app);
        Endpoint endpoint = names.endpoint(application, name);
        Fields fields = read.fields(request);
        EventType type = fields.value("eventType", new EventType("unknown"), node -> new EventType(Fields.text(node)));
        fields.throwIfInvalid();
        if (endpoint.disabled()) {
            throw new ProblemException(
                    HttpStatus.CONFLICT, "conflict", "the endpoint is disabled: enable it, and send again");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Event event = new Event(
                EventId.at(now),
                application,
                now,
                new Labels(type, Optional.empty(), List.of(), List.of(Addressee.tag(endpoint.id()))),
                Content.json(payload(type).toString().getBytes(StandardCharsets.UTF_8)));
        accept.publish(event);
        return MessageOut.of(event, true);
    }

    private JsonNode payload(EventType type) {
        return types.find(type.name())
                .flatMap(found -> found.schemas().latest())
                .map(ExampleOfSchema::of)
                .filter(JsonNode::isObject)
                .orElseGet(() -> JsonNodeFactory.instance
                        .objectNode()
                        .put("example", true)
                        .put("eventType", type.name()));
    }
}
