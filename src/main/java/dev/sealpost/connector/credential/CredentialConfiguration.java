package dev.sealpost.connector.credential;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.connector.GuardedVendorClient;
import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.UrgentReads;
import dev.sealpost.database.Writes;
import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.HomeSettings;
import dev.sealpost.signature.SecretCipher;
import dev.sealpost.signature.renewal.SealedTable;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.hc.client5.http.classic.HttpClient;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Beans of credentials. */
@Configuration(proxyBeanMethods = false)
class CredentialConfiguration {

    @Bean
    TokenRows tokenRows(Writes writes, UrgentReads reads, SecretCipher cipher, LeaseHolder node) {
        return new TokenRows(writes, reads, cipher, node);
    }

    @Bean
    SealedTable keptTokens() {
        return TokenRows.TABLE;
    }

    @Bean
    KeepTokens keepTokens(TokenRows rows, DataDirectory data, SecretCipher cipher, LeaseHolder node, Clock clock) {
        return new KeepTokens(rows, new HandedOver(data.path(), cipher), node.name(), clock);
    }

    @Bean
    WatchedCredentials credentials(
            HomeSettings settings,
            Environment environment,
            @Qualifier("connectorHttpClient") HttpClient http,
            KeepTokens store,
            Clock clock) {
        Path home = settings.directory();
        return new WatchedCredentials(
                CredentialFile.in(home),
                () -> CredentialFile.read(home, environment::getProperty),
                new CreateCredential(new GuardedVendorClient(http), store, clock),
                System::nanoTime);
    }

    @Bean
    CredentialsOfEndpoints credentialsOfEndpoints(WatchedCredentials credentials, ApplicationDirectory applications) {
        return new CredentialsOfEndpoints(credentials, applications);
    }

    @Bean
    CredentialsHealthIndicator credentialsHealthIndicator(WatchedCredentials credentials) {
        return new CredentialsHealthIndicator(credentials);
    }
}
