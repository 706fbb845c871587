package dev.sealpost.route.event;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.attempt.Attempts;
import dev.sealpost.attempt.Decide;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.endpoint.RetrySchedule;
import dev.sealpost.event.Publisher;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.apache.camel.Component;

/** Creates the component {@code event} for the tests of other packages. */
public final class EventComponents {

    private EventComponents() {}

    /** Returns a component for {@code to: event:}. */
    public static Component publishing(Publisher publisher, ApplicationDirectory applications, Clock clock) {
        return new EventComponent(
                new EventPublication(publisher, applications, clock, 16),
                new EventConsumption(
                        new RunningRoutes(),
                        new Decide(Attempts.ANY_WAIT, new Random(1)),
                        DeliveryPolicy.plain(new RetrySchedule(List.of(), 0), 1),
                        clock));
    }
}
