package dev.sealpost.delivery;

import dev.sealpost.subscription.DestinationId;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;

/** Breakers for the tests of other packages. */
public class BreakerParts {

    @Bean
    OpenBreakers openBreakers(Clock clock) {
        return new OpenBreakers(clock, destination -> false, Stream::of);
    }

    /** Opens one, as the gate does. */
    public static void open(OpenBreakers breakers, String destination, Duration time) {
        breakers.opened(new DestinationId(destination), time.toNanos());
    }
}
