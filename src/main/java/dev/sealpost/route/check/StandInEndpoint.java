package dev.sealpost.route.check;

import dev.sealpost.connector.VendorRequest;
import dev.sealpost.log.SecretValues;
import dev.sealpost.route.connector.ConnectorProducer;
import dev.sealpost.route.event.EventProducer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.PollingConsumerSupport;
import org.apache.camel.util.URISupport;

/**
 * Replacement of a fully configured endpoint: creates its producer and consumer to validate the options, but starts neither, so
 * nothing is opened, received or sent.
 */
final class StandInEndpoint extends DefaultEndpoint implements MultipleConsumersSupport {

    private final Endpoint real;
    private final CallHandler calls;

    private StandInEndpoint(Endpoint real, CallHandler calls) {
        super(real.getEndpointUri(), null);
        setCamelContext(real.getCamelContext());
        this.real = real;
        this.calls = calls;
    }

    /** Returns a strategy that keeps endpoints that connect routes, so that routes can call each other. */
    static EndpointStrategy replacing(CallHandler calls) {
        return (uri, endpoint) -> replaces(endpoint.getEndpointUri()) ? new StandInEndpoint(endpoint, calls) : endpoint;
    }

    /** Returns true if the URI leads to another system. */
    static boolean replaces(String uri) {
        return switch (scheme(uri)) {
            case "direct", "kamelet" -> false;
            default -> true;
        };
    }

    private static String scheme(String uri) {
        return uri.replaceFirst(":.*", "");
    }

    @Override
    public boolean isSingleton() {
        return real.isSingleton();
    }

    @Override
    public boolean isLenientProperties() {
        return real.isLenientProperties();
    }

    @Override
    public boolean isMultipleConsumersSupported() {
        return real instanceof MultipleConsumersSupport many && many.isMultipleConsumersSupported();
    }

    @Override
    public boolean isRemote() {
        return real.isRemote();
    }

    @Override
    public Producer createProducer() throws Exception {
        Producer unused = real.createProducer();
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) throws Exception {
                if (unused instanceof EventProducer publishes && calls != CallHandler.NONE) {
                    publishes.requireEvent(exchange);
                }
                if (unused instanceof ConnectorProducer connector && calls != CallHandler.NONE) {
                    preview(connector, exchange);
                } else if (real.isRemote()) {
                    calls.call(shownUri(), exchange);
                } else if (calls != CallHandler.NONE) {
                    unused.process(exchange);
                }
            }
        };
    }

    private void preview(ConnectorProducer connector, Exchange exchange) {
        VendorRequest request = connector.preview(exchange);
        Map<String, Object> before = exchange.getMessage().getHeaders();
        exchange.getMessage().setHeaders(new HashMap<>(request.headers()));
        exchange.getMessage().setHeader(Exchange.HTTP_METHOD, request.method());
        exchange.getMessage()
                .setBody(request.body()
                        .map(body -> new String(body, StandardCharsets.UTF_8))
                        .orElse(""));
        calls.call(request.url(), exchange);
        exchange.getMessage().setHeaders(before);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        real.createConsumer(processor);
        return new DefaultConsumer(this, processor);
    }

    /** Returns the consumer of steps that fetch something ({@code pollEnrich}). */
    @Override
    public PollingConsumer createPollingConsumer() {
        return new PollingConsumerSupport(this) {
            @Override
            public Exchange receive() {
                Exchange fetched = StandInEndpoint.this.createExchange();
                try {
                    calls.call(shownUri(), fetched);
                } catch (RuntimeException e) {
                    fetched.setException(e);
                }
                return fetched;
            }

            @Override
            public Exchange receiveNoWait() {
                return receive();
            }

            @Override
            public Exchange receive(long timeout) {
                return receive();
            }
        };
    }

    private String shownUri() {
        return SecretValues.mask(URISupport.sanitizeUri(real.getEndpointUri()));
    }
}
