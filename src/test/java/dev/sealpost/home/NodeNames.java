package dev.sealpost.home;

import java.time.Clock;

/** Names nodes as the application does, for the tests of other packages. */
public final class NodeNames {

    private NodeNames() {}

    public static NodeName any() {
        return new NodeName(Clock.systemUTC());
    }
}
