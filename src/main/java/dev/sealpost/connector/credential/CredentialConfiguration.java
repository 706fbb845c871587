package dev.sealpost.connector.credential;

import dev.sealpost.connector.GuardedVendorClient;
import dev.sealpost.node.HomeSettings;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.hc.client5.http.classic.HttpClient;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of credentials. */
@Configuration(proxyBeanMethods = false)
class CredentialConfiguration {

    @Bean
    WatchedCredentials credentials(
            HomeSettings settings, @Qualifier("connectorHttpClient") HttpClient http, Clock clock) {
        Path home = settings.directory();
        return new WatchedCredentials(
                CredentialFile.in(home),
                () -> CredentialFile.read(home),
                new CreateCredential(new GuardedVendorClient(http), TokenStore.none(), clock),
                System::nanoTime);
    }
}
