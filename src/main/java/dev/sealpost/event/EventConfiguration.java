package dev.sealpost.event;

import dev.sealpost.node.Registry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EventConfiguration {

    @Bean
    Registry<OrderedApplications> orderedApplicationsRegistry() {
        return new Registry<>();
    }
}
