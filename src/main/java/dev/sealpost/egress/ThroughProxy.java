package dev.sealpost.egress;

import java.io.IOException;
import java.util.Optional;
import org.apache.hc.client5.http.auth.AuthExchange;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;

/**
 * Checks and authorizes calls through the HTTP proxy. The proxy looks names up, so this node can check only literal addresses, and
 * that nobody calls the proxy itself.
 */
final class ThroughProxy implements ExecChainHandler {

    private final OutboundProxy proxy;
    private final AddressGuard guard;
    private final Optional<UsernamePasswordCredentials> login;

    ThroughProxy(OutboundProxy proxy, AddressGuard guard, EgressSettings.Proxy settings) {
        this.proxy = proxy;
        this.guard = guard;
        this.login = settings.username().isEmpty()
                ? Optional.empty()
                : Optional.of(new UsernamePasswordCredentials(
                        settings.username(), settings.password().toCharArray()));
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        String host = scope.route.getTargetHost().getHostName();
        if (proxy.isProxy(host)) {
            throw new BlockedAddressException(host, "proxy");
        }
        HttpHost through = scope.route.getProxyHost();
        if (through != null) {
            requireAllowed(host);
            login.ifPresent(known -> scope.clientContext.setAuthExchange(through, authorized(through, known)));
        }
        return chain.proceed(request, scope);
    }

    private void requireAllowed(String host) throws BlockedAddressException {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        Optional<String> refusal = LiteralAddress.parse(bare).flatMap(guard::refusalOfLiteral);
        if (refusal.isPresent()) {
            throw new BlockedAddressException(host, refusal.get());
        }
    }

    /** Sends the login with the first request, without waiting for a challenge (RFC 7617). */
    private static AuthExchange authorized(HttpHost proxy, UsernamePasswordCredentials login) {
        BasicScheme basic = new BasicScheme();
        basic.initPreemptive(login);
        AuthExchange exchange = new AuthExchange();
        exchange.select(basic);
        return exchange;
    }
}
