package dev.sealpost.egress;

import java.util.Optional;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.RouteInfo.LayerType;
import org.apache.hc.client5.http.RouteInfo.TunnelType;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Routes of calls through the HTTP proxy, always by {@code CONNECT}, for {@code http:} URLs too: a proxy that forwarded those would
 * see and could change the requests.
 */
final class ProxyRoutes implements HttpRoutePlanner {

    private final OutboundProxy proxy;
    private final HttpRoutePlanner direct = new DefaultRoutePlanner(DefaultSchemePortResolver.INSTANCE);

    ProxyRoutes(OutboundProxy proxy) {
        this.proxy = proxy;
    }

    @Override
    public HttpRoute determineRoute(HttpHost target, HttpContext context) throws HttpException {
        HttpRoute route = direct.determineRoute(target, context);
        Optional<HttpHost> tunnel = proxy.tunnelTo(target.getHostName());
        return tunnel.map(through -> new HttpRoute(
                        route.getTargetHost(),
                        null,
                        through,
                        route.isSecure(),
                        TunnelType.TUNNELLED,
                        route.isSecure() ? LayerType.LAYERED : LayerType.PLAIN))
                .orElse(route);
    }
}
