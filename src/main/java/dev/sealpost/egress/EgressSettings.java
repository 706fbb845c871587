package dev.sealpost.egress;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Allowed networks and limits of outbound calls.
 *
 * @param allow private, local or reserved networks that may be called, such as {@code 127.0.0.0/8}.
 *     Default: none.
 * @param connectTimeout for one address. Default 5 s.
 * @param lookupTimeout for the addresses of one name. Default 2 s.
 * @param proxy proxy for all outbound HTTP calls
 * @param webhooks limits of deliveries to endpoints
 * @param connectors limits of the {@code http:} and {@code https:} steps of routes and connectors
 */
@ConfigurationProperties(prefix = "sealpost.egress", ignoreUnknownFields = false)
public record EgressSettings(
        @DefaultValue List<String> allow,

        @DefaultValue("5s") Duration connectTimeout,

        @DefaultValue("2s") Duration lookupTimeout,

        @DefaultValue Proxy proxy,
        @DefaultValue Webhooks webhooks,
        @DefaultValue Connectors connectors) {

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException with a message for operators, if an allowed network is malformed
     */
    public EgressSettings {
        allow = allow.stream()
                .map(String::strip)
                .filter(network -> !network.isEmpty())
                .toList();
        for (String network : allow) {
            try {
                AddressRange.parse(network);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "sealpost.egress.allow (SEALPOST_EGRESS_ALLOW): " + e.getMessage(), e);
            }
        }
    }

    /**
     * Proxy for outbound calls.
     *
     * @param url {@code http://host:port} or {@code socks5://host:port}. Default: empty, which means none.
     * @param username login at an HTTP proxy. Default: empty, which means none.
     * @param password of the login
     * @param exclude hosts that are called directly: {@code example.com}, {@code .example.com} for a domain with its subdomains,
     *     or a network such as {@code 10.0.0.0/8} for literal addresses. Default: none.
     */
    public record Proxy(
            @DefaultValue("") String url,
            @DefaultValue("") String username,
            @DefaultValue("") String password,
            @DefaultValue List<String> exclude) {

        /** No proxy. */
        static final Proxy NONE = new Proxy("", "", "", List.of());

        /**
         * Checks the settings.
         *
         * @throws IllegalArgumentException with a message for operators
         */
        public Proxy {
            exclude = List.copyOf(exclude);
            try {
                OutboundProxy.of(url, username, password, exclude);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("sealpost.egress.proxy: " + e.getMessage(), e);
            }
        }

        OutboundProxy outbound() {
            return OutboundProxy.of(url, username, password, exclude);
        }

        /** Hides the password. */
        @Override
        public String toString() {
            return "Proxy[url=" + url + ", username=" + username + ", exclude=" + exclude + "]";
        }
    }

    /** Returns these settings for calls of this machine: without a proxy, and to {@code http:} URLs too. */
    EgressSettings direct() {
        return new EgressSettings(allow, connectTimeout, lookupTimeout, Proxy.NONE, webhooks.toHttpToo(), connectors);
    }

    /** The limits of one client. */
    sealed interface Limits {

        int connections();

        int connectionsPerHost();

        Duration responseTimeout();

        DataSize answer();
    }

    /**
     * Limits of calls to endpoints.
     *
     * @param connections maximum of open connections; must exceed the maximum of deliveries in flight. Default 4096.
     * @param connectionsPerHost the same for one host and port. Default 1024, the maximum of deliveries in flight.
     * @param responseTimeout for one exchange, including the whole answer. Default 15 s.
     * @param answer maximum kept of an answer; the rest is not read. Default 64 KB.
     * @param httpsOnly whether endpoints with an {@code http:} URL are refused and not called. Default false.
     */
    public record Webhooks(
            @DefaultValue("4096") int connections,
            @DefaultValue("1024") int connectionsPerHost,
            @DefaultValue("15s") Duration responseTimeout,
            @DefaultValue("64KB") DataSize answer,
            @DefaultValue("false") boolean httpsOnly)
            implements Limits {

        private Webhooks toHttpToo() {
            return new Webhooks(connections, connectionsPerHost, responseTimeout, answer, false);
        }
    }

    /**
     * Limits of calls by connectors.
     *
     * @param connections maximum of open connections. Default 1024.
     * @param connectionsPerHost the same for one host and port. Default 256.
     * @param responseTimeout for one exchange, including the whole answer. Default 60 s.
     * @param answer maximum of an answer; a larger one is an error. Default 8 MB.
     */
    public record Connectors(
            @DefaultValue("1024") int connections,
            @DefaultValue("256") int connectionsPerHost,
            @DefaultValue("60s") Duration responseTimeout,
            @DefaultValue("8MB") DataSize answer)
            implements Limits {}
}
