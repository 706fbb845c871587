package dev.sealpost.attempt;

import dev.sealpost.delivery.Attempted.Answer;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.StorableText;
import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.event.TraceContext;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Producer;
import org.apache.camel.Route;
import org.apache.camel.StatefulService;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Runs a delivery through the Camel route {@code webhook-delivery} (routes/webhook-delivery.camel.yaml). */
@Component
class WebhookRoute {

    static final String ID = "webhook-delivery";

    /** Exchange property with the {@link Endpoint}. */
    static final String ENDPOINT = "SealpostEndpoint";

    /** Exchange property with the {@link dev.sealpost.event.Event}. */
    static final String EVENT = "SealpostEvent";

    /** Does not block while the route is reloaded: deliveries are then deferred without counting an attempt. */
    private static final String URI = "direct:webhook-delivery?block=false";

    private static final String RETRY_AFTER = "Retry-After";
    private static final String LOCATION = "Location";
    private static final String CANCELED = "Nothing was sent: the transformation of the endpoint canceled the message.";
    private static final int LONGEST_ANSWER = 4096;

    private final CamelContext camel;
    private volatile @Nullable Producer start;
    private volatile @Nullable Route route;

    WebhookRoute(CamelContext camel) {
        this.camel = camel;
    }

    /**
     * Result of the route.
     *
     * @param retryAfter raw header value
     * @param location raw header value
     * @param canceled whether the transformation of the endpoint canceled the request
     * @param rejected tells the credential that the receiver answered 401; empty: the request had no credential
     */
    record Returned(
            Answer answer,
            Optional<String> retryAfter,
            Optional<String> location,
            Optional<Exception> failure,
            boolean canceled,
            Optional<BooleanSupplier> rejected) {

        private static final int UNAUTHORIZED = 401;

        /** Returns whether the receiver rejected a token and there may be a better one. */
        boolean mayBeAuthorizedAnew() {
            return answer.status().filter(status -> status == UNAUTHORIZED).isPresent()
                    && rejected.filter(BooleanSupplier::getAsBoolean).isPresent();
        }
    }

    /**
     * Returns whether the route accepts exchanges, which it does not while it is reloaded. Cached, because it is called for
     * every webhook.
     */
    boolean isStarted() {
        Route known = route;
        if (known == null || !accepts(known)) {
            known = camel.getRoute(ID);
            route = known;
        }
        return known != null && accepts(known);
    }

    private static boolean accepts(Route route) {
        return route.getConsumer() instanceof StatefulService consumer && consumer.isStarted();
    }

    Returned run(Delivery delivery, Endpoint endpoint) {
        Exchange exchange = new DefaultExchange(camel, ExchangePattern.InOut);
        exchange.setProperty(ENDPOINT, endpoint);
        exchange.setProperty(EVENT, delivery.event());
        exchange.getMessage().setBody(delivery.event().payload().bytes());
        exchange.getMessage()
                .setHeader(HttpConstants.HTTP_URI, endpoint.receiver().url().parseable());
        exchange.getMessage().setHeader(HttpConstants.HTTP_METHOD, HttpMethods.POST);
        exchange.getMessage()
                .setHeader(
                        HttpConstants.CONTENT_TYPE, delivery.event().content().type());
        delivery.event().content().trace().ifPresent(trace -> {
            exchange.getMessage().setHeader(TraceContext.PARENT, trace.newParent());
            trace.state().ifPresent(state -> exchange.getMessage().setHeader(TraceContext.STATE, state));
        });
        send(exchange);
        return read(exchange);
    }

    private void send(Exchange exchange) {
        try {
            producer().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
    }

    /**
     * Returns the producer of the route's endpoint. It is shared by all threads, like every singleton producer; a producer
     * template would look it up for every webhook, and open a second unit of work.
     */
    private Producer producer() throws Exception {
        Producer known = start;
        return known == null ? startProducer() : known;
    }

    private synchronized Producer startProducer() throws Exception {
        Producer known = start;
        if (known == null) {
            known = camel.getEndpoint(URI).createProducer();
            camel.addService(known);
            start = known;
        }
        return known;
    }

    private static Returned read(Exchange exchange) {
        Optional<Exception> failure = Optional.ofNullable(exchange.getException());
        Optional<Integer> status = failure.isPresent()
                ? Optional.empty()
                : Optional.ofNullable(exchange.getMessage().getHeader(HttpConstants.HTTP_RESPONSE_CODE, Integer.class));
        boolean isCanceled = exchange.getProperty(TransformWebhook.CANCELED) != null;
        String text = failure.isPresent() ? "" : isCanceled ? CANCELED : text(body(exchange));
        return new Returned(
                new Answer(status, text),
                header(exchange, RETRY_AFTER),
                header(exchange, LOCATION),
                failure,
                isCanceled,
                Optional.ofNullable(exchange.getProperty(AuthenticateWebhook.REJECTED, BooleanSupplier.class)));
    }

    /** Converts only what has to be: Camel tries every converter for a body that is null, which takes longer than the attempt. */
    private static byte @Nullable [] body(Exchange exchange) {
        return switch (exchange.getMessage().getBody()) {
            case null -> null;
            case byte[] bytes -> bytes;
            case Object other -> exchange.getMessage().getBody(byte[].class);
        };
    }

    /** Returns a header; a repeated one is a list, joined with commas. */
    private static Optional<String> header(Exchange exchange, String name) {
        return switch (exchange.getMessage().getHeader(name)) {
            case null -> Optional.empty();
            case Collection<?> several ->
                Optional.of(several.stream().map(String::valueOf).collect(Collectors.joining(", ")));
            case Object one -> Optional.of(one.toString());
        };
    }

    /** Returns the first bytes of the body, decoded leniently because it is untrusted. */
    private static String text(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            return "";
        }
        int length = Math.min(body.length, LONGEST_ANSWER);
        return StorableText.of(new String(body, 0, length, StandardCharsets.UTF_8), LONGEST_ANSWER);
    }
}
