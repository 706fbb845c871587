package dev.sealpost.node;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Whether this node was told to stop. Known before anything stops, so that the doors can be closed first. */
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
