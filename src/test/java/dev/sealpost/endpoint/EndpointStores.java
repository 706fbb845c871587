package dev.sealpost.endpoint;

import dev.sealpost.audit.AuditLogs;
import dev.sealpost.database.Writes;
import dev.sealpost.signature.SecretCipher;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes the store of endpoints for the tests of other packages. */
public final class EndpointStores {

    private EndpointStores() {}

    public static EndpointStore over(Writes writes, JdbcClient reads, SecretCipher cipher) {
        return new EndpointStore(
                writes,
                reads,
                new EndpointRows(cipher, DeliveryPolicies.DEFAULT),
                audit(),
                Clock.systemUTC(),
                event -> {});
    }

    static AuditEndpoint audit() {
        return new AuditEndpoint(AuditLogs.ticking());
    }
}
