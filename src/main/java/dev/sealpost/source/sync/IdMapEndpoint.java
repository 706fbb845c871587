package dev.sealpost.source.sync;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** Endpoint of an {@code idmap:} URI. */
final class IdMapEndpoint extends DefaultEndpoint {

    private final Direction direction;
    private final IdMapOperation operation;
    private final ConflictRule conflict;

    IdMapEndpoint(
            String uri,
            IdMapComponent component,
            Direction direction,
            IdMapOperation operation,
            ConflictRule conflict) {
        super(uri, component);
        this.direction = direction;
        this.operation = operation;
        this.conflict = conflict;
    }

    Direction direction() {
        return direction;
    }

    IdMapOperation operation() {
        return operation;
    }

    ConflictRule conflict() {
        return conflict;
    }

    @Override
    public Producer createProducer() {
        return new IdMapProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor steps) {
        throw new UnsupportedOperationException("idmap: cannot start a route; use it in to:");
    }
}
