package dev.sealpost.node;

import dev.sealpost.identifier.Ksuid;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Name of this run of the node, new at every start to distinguish it from earlier runs. */
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
