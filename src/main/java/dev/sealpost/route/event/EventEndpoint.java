package dev.sealpost.route.event;

import dev.sealpost.event.EventType;
import dev.sealpost.event.EventTypePattern;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.support.DefaultEndpoint;

/** One {@code event:} URI. */
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
        if (!options.consuming().isEmpty()) {
            throw unfit("the option application is the only one of to: event:; the others belong to from: event:");
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

    /** Two routes may want the same events: each is a destination of its own. */
    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }
}
