package dev.sealpost.connector.limit;

import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.UrgentReads;
import dev.sealpost.database.Writes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of rate limits. */
@Configuration(proxyBeanMethods = false)
class LimitConfiguration {

    @Bean
    CredentialLimits credentialLimits(Writes writes, UrgentReads reads, LeaseHolder node) {
        return new SharedLimits(new PauseRows(writes, reads, node.dialect()), System::nanoTime);
    }

    @Bean
    CallLocks callLocks(Writes writes, LeaseHolder node) {
        return new SharedCallLocks(writes, node);
    }
}
