package dev.sealpost.alert;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.event.Publisher;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/** Publishes an event when an alert fires or ends. */
final class PublishAlert {

    private static final EventType FIRED = new EventType("sealpost.alert.fired");
    private static final EventType RESOLVED = new EventType("sealpost.alert.resolved");

    private final Publisher publisher;
    private final Supplier<ApplicationId> application;

    /** @param application returns the application of the events, creating it if necessary */
    PublishAlert(Publisher publisher, Supplier<ApplicationId> application) {
        this.publisher = publisher;
        this.application = application;
    }

    /**
     * Publishes a change. The same change has the same event id on every node, so that repetitions are one event.
     *
     * @throws dev.sealpost.event.IngestRefusedException when the event cannot be stored now
     */
    void publish(Rule rule, AlertStatus to, Rule.Evaluation evaluation) {
        EventType type = to.isFiring() ? FIRED : RESOLVED;
        EventId id = EventId.derived("alert", rule.name(), rule.place(), Long.toString(to.number()), type.name());
        publisher.publish(new Event(
                id,
                application.get(),
                to.changedAt().truncatedTo(ChronoUnit.MILLIS),
                Labels.of(type),
                Content.json(payload(type, rule, to, evaluation).toString().getBytes(StandardCharsets.UTF_8))));
    }

    private static ObjectNode payload(EventType type, Rule rule, AlertStatus to, Rule.Evaluation evaluation) {
        ObjectNode data = JsonNodeFactory.instance
                .objectNode()
                .put("alert", rule.name())
                .put("node", rule.place())
                .put("text", evaluation.text())
                .put("value", evaluation.value())
                .put("limit", evaluation.limit());
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type.name())
                .put("timestamp", to.changedAt().truncatedTo(ChronoUnit.MILLIS).toString())
                .set("data", data);
    }
}
