package dev.sealpost.node;

import java.time.Clock;

/** Names a node for the tests of other packages. */
public final class NodeNames {

    private NodeNames() {}

    public static NodeName any() {
        return new NodeName(Clock.systemUTC());
    }

    public static NodeName at(Clock clock) {
        return new NodeName(clock);
    }
}
