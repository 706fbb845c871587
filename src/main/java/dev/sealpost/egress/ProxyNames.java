package dev.sealpost.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/** Addresses of the HTTP proxy, which may be private, and the allowed addresses of all other hosts. */
final class ProxyNames implements DnsResolver {

    private final OutboundProxy proxy;
    private final GuardedDnsResolver guarded;

    ProxyNames(OutboundProxy proxy, GuardedDnsResolver guarded) {
        this.proxy = proxy;
        this.guarded = guarded;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return proxy.isProxy(host) ? guarded.unguarded(host) : guarded.resolve(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return guarded.resolveCanonicalHostname(host);
    }
}
