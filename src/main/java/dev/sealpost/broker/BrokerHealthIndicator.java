package dev.sealpost.broker;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Reports down while the broker neither accepts nor delivers messages. */
@Component
class BrokerHealthIndicator implements HealthIndicator {

    private final Broker broker;

    BrokerHealthIndicator(Broker broker) {
        this.broker = broker;
    }

    @Override
    public Health health() {
        return (broker.isActive() ? Health.up() : Health.down()).build();
    }
}
