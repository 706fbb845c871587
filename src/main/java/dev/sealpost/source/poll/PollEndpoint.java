package dev.sealpost.source.poll;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** Endpoint of a {@code poll:} URI. */
final class PollEndpoint extends DefaultEndpoint {

    private final PollOptions options;

    PollEndpoint(String uri, PollComponent component, PollOptions options) {
        super(uri, component);
        this.options = options;
    }

    PollOptions options() {
        return options;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("poll: can only start a route; use it in from:");
    }

    @Override
    public Consumer createConsumer(Processor steps) {
        return new PollConsumer(this, steps);
    }
}
