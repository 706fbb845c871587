package dev.sealpost.connector.credential;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * Reports credentials that cannot be used, with the reason. Always UP: a wrong credential is no reason to take traffic from this
 * node.
 */
final class CredentialsHealthIndicator implements HealthIndicator {

    private final WatchedCredentials credentials;

    CredentialsHealthIndicator(WatchedCredentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public Health health() {
        Map<String, String> details = new TreeMap<>(credentials.failing());
        for (CredentialProblem problem : credentials.file().problems()) {
            details.putIfAbsent(problem.credential().orElse(CredentialFile.NAME), problem.toString());
        }
        return Health.up().withDetails(details).build();
    }
}
