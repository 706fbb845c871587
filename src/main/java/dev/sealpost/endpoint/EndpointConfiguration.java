package dev.sealpost.endpoint;

import dev.sealpost.signature.renewal.SealedTable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EndpointConfiguration {

    @Bean
    SealedTable secretsOfEndpoints() {
        return EndpointSecrets.TABLE;
    }
}
