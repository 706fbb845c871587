package dev.sealpost.eventtype;

import dev.sealpost.application.ApplicationDirectory;

/** Checks of event types for tests of other packages. */
public final class EventTypes {

    private EventTypes() {}

    /** Knows no event type, and refuses none. */
    public static CheckEventType none() {
        return new CheckEventType(new EventTypeDirectory(), new ApplicationDirectory());
    }
}
