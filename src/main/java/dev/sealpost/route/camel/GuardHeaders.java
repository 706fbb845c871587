package dev.sealpost.route.camel;

import dev.sealpost.egress.OutboundUrl;
import dev.sealpost.log.SecretValues;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategyAware;

/**
 * Decides which headers pass between a route and another system, for every endpoint that carries headers, such as HTTP and
 * mail. Applies before the filter of the endpoint.
 *
 * <ul>
 *   <li>{@code Sealpost*} neither leaves nor enters: these headers identify the application and the event.
 *   <li>The route can read the headers of an answer, but they are not sent on with later calls.
 *   <li>A header that is probably a secret and was sent to one server is not sent to another.
 *   <li>Headers that control Camel do not enter, nor do {@code mail.smtp*}: Camel 4.17 configures the connection of a mail step
 *       with them (CVE-2026-46584).
 * </ul>
 */
final class GuardHeaders implements EndpointStrategy {

    /** The hosts in the route {@code webhook-delivery}, which are never called: this release's and that of earlier ones. */
    private static final Set<String> WEBHOOKS = Set.of(OutboundUrl.SOME_HOST, "webhook");

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        // The filter of an endpoint of Kafka is in its configuration.
        Object owner = endpoint instanceof KafkaEndpoint kafka ? kafka.getConfiguration() : endpoint;
        if (owner instanceof HeaderFilterStrategyAware filtered
                && !isForWebhooks(endpoint)
                && !(filtered.getHeaderFilterStrategy() instanceof Filter)) {
            filtered.setHeaderFilterStrategy(
                    new Filter(Optional.ofNullable(filtered.getHeaderFilterStrategy()), endpoint));
        }
        return endpoint;
    }

    /** Returns true for webhook endpoints, which are exempt: their headers do not come from routes. */
    private static boolean isForWebhooks(Endpoint endpoint) {
        return endpoint instanceof HttpEndpoint http
                && WEBHOOKS.contains(String.valueOf(http.getHttpUri().getHost()));
    }

    /** The filter of one endpoint. */
    private record Filter(Optional<HeaderFilterStrategy> own, Endpoint endpoint) implements HeaderFilterStrategy {

        private static final String OURS = "sealpost";

        /** Headers that control Camel, a step that sends to Kafka, or the SMTP connection. */
        private static final Pattern CONTROLLING = Pattern.compile("(?i)(camel|kafka\\.|mail\\.smtps?\\.).*");

        private static final Pattern SECRET = Pattern.compile(
                "(?i).*(auth|cookie|token|secret|passw|credential|session|signature|api-?_?key|access-?_?key).*");

        private static final Pattern LINE_BREAK = Pattern.compile("[\\r\\n\\x00]");

        /** Headers that describe the body and are sent with it, whatever their origin. */
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
            HeaderHistory history = HeaderHistory.of(exchange);
            if (!OF_THE_BODY.contains(name.toLowerCase(Locale.ROOT)) && history.hasEntered(value)) {
                return true;
            }
            requireOneLine(name, value);
            if (!SECRET.matcher(name).matches()
                    && SecretValues.mask(String.valueOf(value)).equals(value)) {
                return false;
            }
            return !history.mayLeave(value, server(exchange));
        }

        @Override
        public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
            if (isOurs(name)
                    || CONTROLLING.matcher(name).matches()
                    || FOR_THE_CLIENT.matcher(name).matches()
                    || own.filter(filter -> filter.applyFilterToExternalHeaders(name, value, exchange))
                            .isPresent()) {
                return true;
            }
            HeaderHistory.of(exchange).enter(value);
            return false;
        }

        /** Refuses line breaks. The HTTP client replaces them by spaces, but other clients would start another header. */
        private void requireOneLine(String name, Object value) {
            if (!(endpoint instanceof HttpEndpoint)
                    && LINE_BREAK.matcher(String.valueOf(value)).find()) {
                throw new IllegalArgumentException(
                        "the header " + name + " contains a line break, which would start another header");
            }
        }

        private static boolean isOurs(String name) {
            return name.regionMatches(true, 0, OURS, 0, OURS.length());
        }

        /** Returns scheme, host and port of the called address. */
        private String server(Exchange exchange) {
            String uri = endpoint.getEndpointUri();
            if (endpoint instanceof HttpEndpoint http) {
                String override = exchange.getIn().getHeader(Exchange.HTTP_URI, String.class);
                uri = override == null || http.isBridgeEndpoint()
                        ? http.getHttpUri().toString()
                        : override;
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
