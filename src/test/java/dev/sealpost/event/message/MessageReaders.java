package dev.sealpost.event.message;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.broker.Broker;
import dev.sealpost.event.EventSettings;
import dev.sealpost.eventtype.EventTypes;
import java.time.Clock;
import java.time.Duration;

/** Makes the reader of messages for the tests of other packages. */
public final class MessageReaders {

    private MessageReaders() {}

    public static ReadMessage of(ApplicationDirectory applications, Broker broker, Clock clock) {
        return new ReadMessage(applications, broker, new EventSettings(Duration.ZERO, 16), EventTypes.none(), clock);
    }
}
