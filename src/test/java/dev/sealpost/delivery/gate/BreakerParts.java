package dev.sealpost.delivery.gate;

import dev.sealpost.node.Registry;
import dev.sealpost.subscription.DestinationId;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;

/** Breakers for the tests of other packages. */
public class BreakerParts {

    @Bean
    public OpenBreakers openBreakers(Clock clock) {
        return new OpenBreakers(clock, destination -> false, new Registry<>());
    }

    /** Opens one, as the gate does. */
    public static void open(OpenBreakers breakers, String destination, Duration time) {
        breakers.opened(new DestinationId(destination), time.toNanos());
    }
}
