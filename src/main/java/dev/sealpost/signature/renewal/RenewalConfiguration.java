package dev.sealpost.signature.renewal;

import dev.sealpost.database.Writes;
import dev.sealpost.node.PeriodicWork;
import dev.sealpost.signature.SecretCipher;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RenewalConfiguration {

    /** Repeated, because nodes that are not restarted yet may encrypt with a previous key. */
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    @Bean
    PeriodicWork renewSeals(SecretCipher cipher, Writes writes, List<SealedTable> tables) {
        RenewSeals renew = new RenewSeals(cipher, writes, tables);
        return new PeriodicWork("encryption-key", Duration.ZERO, INTERVAL, renew::renew);
    }
}
