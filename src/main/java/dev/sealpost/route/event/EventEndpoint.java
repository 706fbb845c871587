package dev.sealpost.route.event;

import dev.sealpost.event.EventType;
import dev.sealpost.event.EventTypePattern;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.support.DefaultEndpoint;

/** Endpoint of an {@code event:} URI. */
public final class EventEndpoint extends DefaultEndpoint implements MultipleConsumersSupport {

    private final EventComponent component;
    private final EventTypePattern pattern;
    private final EventOptions options;

    EventEndpoint(String uri, EventComponent component, String types, EventOptions options) {
        super(uri, component);
        this.component = component;
        this.pattern = new EventTypePattern(types);
        this.options = options;
    }

    EventTypePattern pattern() {
        return pattern;
    }

    EventOptions options() {
        return options;
    }

    @Override
    public Producer createProducer() {
        if (options.consuming().batching().isPresent()) {
            throw unfit("the option batch belongs to from: event:, to: event: publishes one event");
        }
        if (!options.consuming().isEmpty()) {
            throw unfit("to: event: supports only the option application; the other options belong to from: event:");
        }
        return new EventProducer(
                this,
                component.publication().publisher(),
                new ComposeEvent(type(), options.application(), component.publication()));
    }

    private EventType type() {
        try {
            return new EventType(pattern.expression());
        } catch (IllegalArgumentException e) {
            throw unfit(String.valueOf(e.getMessage()));
        }
    }

    private ResolveEndpointFailedException unfit(String reason) {
        return new ResolveEndpointFailedException(getEndpointUri(), reason);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        return new EventConsumer(this, processor, component.consumption());
    }

    /** Returns true: routes can consume the same events, each as its own destination. */
    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }
}
