package dev.sealpost.egress;

import org.apache.camel.spi.ComponentCustomizer;
import org.apache.hc.client5.http.classic.HttpClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EgressConfiguration {

    @Bean
    AddressGuard addressGuard(EgressSettings settings) {
        return AddressGuard.allowing(settings.allow()).refusingThisMachine();
    }

    @Bean
    GuardedDnsResolver guardedDnsResolver(AddressGuard guard, EgressSettings settings) {
        return new GuardedDnsResolver(guard, NameLookup.ofTheSystem(), settings.lookupTimeout());
    }

    @Bean
    GuardedClients guardedClients(EgressSettings settings, GuardedDnsResolver resolver) {
        return new GuardedClients(settings, resolver);
    }

    /** Referenced by {@code httpClient=#webhookHttpClient} in the route webhook-delivery. */
    @Bean
    HttpClient webhookHttpClient(GuardedClients clients) {
        return new SharedHttpClient(clients.webhooks());
    }

    /** Client for code that does not use Camel. */
    @Bean
    HttpClient connectorHttpClient(GuardedClients clients) {
        return new SharedHttpClient(clients.connectors());
    }

    @Bean
    ComponentCustomizer guardedHttpComponents(GuardedClients clients) {
        return new GuardedHttpComponents(clients);
    }
}
