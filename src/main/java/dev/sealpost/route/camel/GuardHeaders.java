package dev.sealpost.route.camel;

import dev.sealpost.log.SecretValues;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategyAware;

/**
 * Decides which headers cross the border between a route and another system, for every endpoint that has such a border:
 * HTTP, mail and whatever else carries headers. It comes before the filter that the endpoint has.
 *
 * <ul>
 *   <li>{@code Sealpost*} neither leaves nor enters: with it goes which application and event is meant.
 *   <li>What an answer brought can be read by the route, and does not leave again by itself.
 *   <li>What is likely to be a secret, and was sent to one server, is not sent to another.
 *   <li>Headers that steer Camel do not enter, nor do {@code mail.smtp*}: Camel 4.17 sets up the connection of a mail step by
 *       them (CVE-2026-46584).
 * </ul>
 */
final class GuardHeaders implements EndpointStrategy {

    /** The host in the route {@code webhook-delivery}, which is never called. */
    private static final String WEBHOOKS = "webhook";

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        if (endpoint instanceof HeaderFilterStrategyAware border
                && !isForWebhooks(endpoint)
                && !(border.getHeaderFilterStrategy() instanceof Border)) {
            border.setHeaderFilterStrategy(new Border(Optional.ofNullable(border.getHeaderFilterStrategy()), endpoint));
        }
        return endpoint;
    }

    /** Returns true for webhook endpoints, which are exempt: their headers do not come from routes. */
    private static boolean isForWebhooks(Endpoint endpoint) {
        return endpoint instanceof HttpEndpoint http
                && WEBHOOKS.equals(http.getHttpUri().getHost());
    }

    /** The filter of one endpoint. */
    private record Border(Optional<HeaderFilterStrategy> own, Endpoint endpoint) implements HeaderFilterStrategy {

        private static final String OURS = "sealpost";

        /** Headers that control Camel or the SMTP connection. */
        private static final Pattern STEERING = Pattern.compile("(?i)(camel|mail\\.smtps?\\.).*");

        private static final Pattern SECRET = Pattern.compile(
                "(?i).*(auth|cookie|token|secret|passw|credential|session|signature|api-?_?key|access-?_?key).*");

        private static final Pattern LINE_BREAK = Pattern.compile("[\\r\\n\\x00]");

        /** The type of a body goes with the body, from whichever side it came. */
        private static final Set<String> OF_THE_BODY = Set.of("content-type");

        /** Headers of the HTTP client, never read or passed on. */
        private static final Pattern FOR_THE_CLIENT =
                Pattern.compile("(?i)authorization|cookie2?|set-cookie2?|proxy-.*|(www|proxy)-authenticate");

        @Override
        public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
            if (isOurs(name)
                    || own.filter(filter -> filter.applyFilterToCamelHeaders(name, value, exchange))
                            .isPresent()) {
                return true;
            }
            Crossings crossings = Crossings.of(exchange);
            if (!OF_THE_BODY.contains(name.toLowerCase(Locale.ROOT)) && crossings.hasEntered(value)) {
                return true;
            }
            requireOneLine(name, value);
            if (!SECRET.matcher(name).matches()
                    && SecretValues.mask(String.valueOf(value)).equals(value)) {
                return false;
            }
            return !crossings.mayLeave(value, server(exchange));
        }

        @Override
        public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
            if (isOurs(name)
                    || STEERING.matcher(name).matches()
                    || FOR_THE_CLIENT.matcher(name).matches()
                    || own.filter(filter -> filter.applyFilterToExternalHeaders(name, value, exchange))
                            .isPresent()) {
                return true;
            }
            Crossings.of(exchange).enter(value);
            return false;
        }

        /** The HTTP client writes a space for a line break, and others begin another header with it. */
        private void requireOneLine(String name, Object value) {
            if (!(endpoint instanceof HttpEndpoint)
                    && LINE_BREAK.matcher(String.valueOf(value)).find()) {
                throw new IllegalArgumentException(
                        "the header " + name + " holds a line break, behind which another header would begin");
            }
        }

        private static boolean isOurs(String name) {
            return name.regionMatches(true, 0, OURS, 0, OURS.length());
        }

        /** Scheme, host and port of what is called. */
        private String server(Exchange exchange) {
            String uri = endpoint.getEndpointUri();
            if (endpoint instanceof HttpEndpoint http) {
                String instead = exchange.getIn().getHeader(Exchange.HTTP_URI, String.class);
                uri = instead == null || http.isBridgeEndpoint()
                        ? http.getHttpUri().toString()
                        : instead;
            }
            try {
                URI address = URI.create(uri);
                return address.getScheme() + "://" + address.getRawAuthority();
            } catch (IllegalArgumentException e) {
                return uri;
            }
        }
    }
}
