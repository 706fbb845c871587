package dev.sealpost.event.message;

import dev.sealpost.broker.BrokerClient;
import dev.sealpost.node.WarmUpStep;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EventMessageConfiguration {

    @Bean
    WarmUpStep warmUpBroker(BrokerClient broker, ReadMessage reader, Clock clock) {
        return new WarmUpStep("broker", new WarmUpBroker(broker, reader, clock));
    }
}
