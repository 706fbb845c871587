package dev.sealpost.node;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Signal that this node is stopping, given before any component stops, so that ingest can be closed first. */
@Component
public class StopSignal {

    private volatile boolean given;

    @EventListener(ContextClosedEvent.class)
    public void give() {
        given = true;
    }

    public boolean isGiven() {
        return given;
    }
}
