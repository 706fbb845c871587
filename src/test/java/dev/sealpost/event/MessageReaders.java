package dev.sealpost.event;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.broker.EmbeddedBroker;
import java.time.Clock;
import java.time.Duration;

/** Makes the reader of messages for the tests of other packages. */
public final class MessageReaders {

    private MessageReaders() {}

    public static ReadMessage of(ApplicationDirectory applications, EmbeddedBroker broker, Clock clock) {
        return new ReadMessage(applications, broker, new EventSettings(Duration.ZERO), clock);
    }
}
