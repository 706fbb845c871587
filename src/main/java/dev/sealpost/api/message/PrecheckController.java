package dev.sealpost.api.message;

import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.PathNames;
import dev.sealpost.api.edge.ReadBody;
import dev.sealpost.api.shape.BodyShape;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.event.message.MessageIn;
import dev.sealpost.identifier.Uid;
import dev.sealpost.subscription.Subscriptions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /app/{app}/msg/precheck/active}. */
@RestController
@RequestMapping("/api/v1/app/{app}/msg/precheck/active")
class PrecheckController {

    static final Shape SHAPE = Shape.of(
            "MessagePrecheckIn",
            Member.of(
                            "eventType",
                            JsonType.text(1, EventType.LONGEST).matching(EventType.PATTERN),
                            "Type of the message.")
                    .asRequired()
                    .like("\"order.created\""),
            Member.of(
                            "channels",
                            new JsonType.Items(JsonType.text(1, Uid.LONGEST_LABEL), 1, MessageIn.MOST_CHANNELS),
                            "Channels of the message.")
                    .orNull()
                    .like("[\"shop-1\"]"));

    private final PathNames names;
    private final ReadBody read;
    private final Subscriptions subscriptions;

    PrecheckController(PathNames names, ReadBody read, Subscriptions subscriptions) {
        this.names = names;
        this.read = read;
        this.subscriptions = subscriptions;
    }

    /**
     * Result.
     *
     * @param active whether any endpoint that is not disabled would get the message
     */
    record MessagePrecheckOut(boolean active) {}

    @Operation(needs = Permission.VIEW, summary = "Check whether any endpoint would get such a message")
    @BodyShape(PrecheckController.class)
    @PostMapping
    MessagePrecheckOut active(@PathVariable("app") String app, HttpServletRequest request) {
        ApplicationId application = names.application(app);
        Fields fields = read.fields(request);
        EventType type = fields.value("eventType", new EventType("unknown"), node -> new EventType(Fields.text(node)));
        List<String> channels = fields.list("channels", List.of(), Uid::requireLabel);
        fields.throwIfInvalid();
        return new MessagePrecheckOut(
                subscriptions.hasEndpointFor(application, new Labels(type, Optional.empty(), channels, List.of())));
    }
}
