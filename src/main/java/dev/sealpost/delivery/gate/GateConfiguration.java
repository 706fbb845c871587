package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.BreakerListener;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.node.Registry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class GateConfiguration {

    @Bean
    Registry<BreakerListener> breakerListeners() {
        return new Registry<>();
    }

    @Bean
    OpenBreakers openBreakers(Clock clock, DestinationLookup destinations, Registry<BreakerListener> listeners) {
        return new OpenBreakers(
                clock,
                destination -> destinations.destination(destination).readiness() == Destination.Readiness.GONE,
                listeners);
    }
}
