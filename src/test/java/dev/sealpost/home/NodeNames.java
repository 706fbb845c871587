package dev.sealpost.home;

import java.time.Clock;

/** Names nodes, for the tests of other packages. */
public final class NodeNames {

    private NodeNames() {}

    public static NodeName at(Clock clock) {
        return new NodeName(clock);
    }
}
