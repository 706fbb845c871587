package dev.sealpost.route.connector;

import dev.sealpost.connector.GuardedVendorClient;
import dev.sealpost.connector.call.MakeCall;
import dev.sealpost.connector.limit.CallLocks;
import dev.sealpost.connector.limit.CredentialLimits;
import java.time.Clock;
import org.apache.hc.client5.http.classic.HttpClient;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ConnectorConfiguration {

    /** Looked up by each call. */
    @Bean
    MakeCall.Surroundings connectorCalls(
            @Qualifier("connectorHttpClient") HttpClient http, CredentialLimits limits, CallLocks locks, Clock clock) {
        return new MakeCall.Surroundings(new GuardedVendorClient(http), limits, locks, clock);
    }
}
