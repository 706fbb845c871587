package dev.sealpost.egress;

import org.apache.camel.Component;
import org.apache.camel.Ordered;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.spi.ComponentCustomizer;

/**
 * Installs the guard in Camel's components {@code http} and {@code https} when they are created, after the settings {@code
 * camel.component.http.*}. An endpoint calls the component's configurer last when it builds its client, so no option of a route
 * can re-enable redirects or retries; and because the component has a connection manager, no endpoint creates its own.
 */
final class GuardedHttpComponents implements ComponentCustomizer {

    private final GuardedClients clients;

    GuardedHttpComponents(GuardedClients clients) {
        this.clients = clients;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST;
    }

    @Override
    public boolean isEnabled(String name, Component target) {
        return target instanceof HttpComponent;
    }

    @Override
    public void configure(String name, Component target) {
        HttpComponent http = (HttpComponent) target;
        EgressSettings settings = clients.settings();
        http.setClientConnectionManager(clients.connectorConnections());
        http.setHttpClientConfigurer(clients::restrictConnector);
        http.setConnectionRequestTimeout(settings.connectors().responseTimeout().toMillis());
        http.setConnectTimeout(settings.connectTimeout().toMillis());
        // The bounded exchange enforces the timeout.
        http.setResponseTimeout(0);
        http.setSoTimeout(0);
        http.setUserAgent(GuardedClients.userAgent());
        http.setUseSystemProperties(false);
        http.setFollowRedirects(false);
        http.setRedirectHandlingDisabled(true);
        http.setAutomaticRetriesDisabled(true);
        http.setCookieManagementDisabled(true);
        http.setAuthCachingDisabled(true);
        // The answer is already in memory: the body is a byte array whatever its size.
        http.setResponsePayloadStreamingThreshold(clients.longestAnswer());
    }
}
