package dev.sealpost.node;

import dev.sealpost.identifier.Ksuid;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** This run of this node: new at every start, so that nobody mistakes what an earlier run left for its own. */
@Component
public class NodeName {

    private final String value;

    NodeName(Clock clock) {
        this.value = "node_" + Ksuid.at(clock.instant());
    }

    public String value() {
        return value;
    }
}
