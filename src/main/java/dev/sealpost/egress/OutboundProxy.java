package dev.sealpost.egress;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.HttpHost;

/**
 * Proxy for outbound calls: none, an HTTP proxy with {@code CONNECT} (RFC 9110, section 9.3.6), or SOCKS 5 (RFC 1928).
 *
 * @param kind of proxy
 * @param address host and port; empty only without a proxy
 * @param exclusions hosts that are called directly
 */
record OutboundProxy(ProxyKind kind, Optional<HttpHost> address, ProxyExclusions exclusions) {

    /** Kind of a proxy. */
    enum ProxyKind {
        NONE,
        /** Looks names up itself. */
        HTTP,
        /** Gets addresses that this node has looked up and checked. */
        SOCKS5
    }

    /**
     * Reads the settings; they are explained in {@link EgressSettings.Proxy}.
     *
     * @throws IllegalArgumentException with a message for operators
     */
    static OutboundProxy of(String url, String username, String password, List<String> exclude) {
        ProxyExclusions exclusions = ProxyExclusions.parse(exclude);
        if (url.isBlank()) {
            if (!username.isEmpty() || !password.isEmpty()) {
                throw new IllegalArgumentException("a username and a password need sealpost.egress.proxy.url");
            }
            return new OutboundProxy(ProxyKind.NONE, Optional.empty(), exclusions);
        }
        URI parsed = parse(url.strip());
        return new OutboundProxy(
                kind(parsed, username),
                Optional.of(new HttpHost("http", parsed.getHost(), parsed.getPort())),
                exclusions);
    }

    private static URI parse(String text) {
        try {
            URI url = URI.create(text);
            boolean hasRest = url.getRawUserInfo() != null
                    || url.getRawQuery() != null
                    || url.getRawFragment() != null
                    || !(url.getRawPath() == null || url.getRawPath().matches("/?"));
            if (url.getHost() != null && url.getPort() > 0 && !hasRest) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Answered below, without the text: it may hold a password.
        }
        throw new IllegalArgumentException("the URL of the proxy is http://host:port or socks5://host:port; user and"
                + " password have settings of their own");
    }

    private static ProxyKind kind(URI url, String username) {
        return switch (String.valueOf(url.getScheme())) {
            case "http" -> ProxyKind.HTTP;
            case "socks5" -> {
                if (!username.isEmpty()) {
                    throw new IllegalArgumentException("a login at a SOCKS proxy is not supported; leave out username");
                }
                yield ProxyKind.SOCKS5;
            }
            default ->
                throw new IllegalArgumentException(
                        "the scheme " + url.getScheme() + " of the proxy is not supported: use http or socks5");
        };
    }

    /** Returns the HTTP proxy for calls to this host; empty: another way. */
    Optional<HttpHost> tunnelTo(String host) {
        return kind == ProxyKind.HTTP && !exclusions.contain(host) ? address : Optional.empty();
    }

    /** Returns the SOCKS proxy for calls to this host, which is looked up at each connection; empty: another way. */
    Optional<InetSocketAddress> socksTo(String host) {
        return kind == ProxyKind.SOCKS5 && !exclusions.contain(host)
                ? address.map(proxy -> InetSocketAddress.createUnresolved(proxy.getHostName(), proxy.getPort()))
                : Optional.empty();
    }

    /** Returns whether this is the host of the HTTP proxy, which may have a private address. */
    boolean isProxy(String host) {
        return kind == ProxyKind.HTTP
                && address.filter(proxy -> proxy.getHostName().equalsIgnoreCase(host))
                        .isPresent();
    }
}
