package dev.sealpost.route.camel;

import dev.sealpost.delivery.FailureText;
import dev.sealpost.route.event.ConsumedEvent;
import dev.sealpost.route.event.RunTrail;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each failed run of a route once if nothing else reports it, such as routes that start with a file, timer, queue or mail.
 * Events have the attempt log, polls their own log lines, and {@code direct:} routes and connectors a caller.
 */
final class ReportFailures implements RoutePolicyFactory, EndpointStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(ReportFailures.class);
    private static final Pattern REPORTED_ELSEWHERE = Pattern.compile("(?s)(event|poll|direct|kamelet):.*");
    private static final String REPORTED = "SealpostFailureReported";

    static void in(CamelContext camel) {
        ReportFailures report = new ReportFailures();
        camel.addRoutePolicyFactory(report);
        camel.getCamelContextExtension().registerEndpointCallback(report);
    }

    @Override
    public @Nullable RoutePolicy createRoutePolicy(CamelContext camel, String routeId, NamedNode definition) {
        FromDefinition from = definition instanceof RouteDefinition route ? route.getInput() : null;
        String uri = from == null ? null : from.getEndpointUri();
        return uri == null || REPORTED_ELSEWHERE.matcher(uri).matches() ? null : new Policy();
    }

    /** Replaces Camel's exception handler, which would log headers and stack traces. */
    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        if (endpoint instanceof DefaultEndpoint own && own.getExceptionHandler() == null) {
            own.setExceptionHandler(new ConsumerFailures(endpoint));
        }
        return endpoint;
    }

    private static final class Policy extends RoutePolicySupport {

        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            if (RunTrail.of(exchange).isEmpty()) {
                new RunTrail().enter(exchange);
            }
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            Exception exception = exchange.getException();
            if (exception != null && exchange.getProperty(REPORTED) == null) {
                exchange.setProperty(REPORTED, true);
                LOG.warn(
                        "route.failed routeId={} step={} reason=\"{}\"",
                        route.getRouteId(),
                        RunTrail.of(exchange)
                                .flatMap(RunTrail::failedStep)
                                .map(step -> step.id()
                                        + step.place().map(place -> "@" + place).orElse(""))
                                .orElse("none"),
                        FailureText.of(exception));
            }
        }
    }

    /** Logs failures of a consumer, such as a lost connection. Failed runs are already logged. */
    private record ConsumerFailures(Endpoint endpoint) implements ExceptionHandler {

        @Override
        public void handleException(Throwable exception) {
            report(exception);
        }

        @Override
        public void handleException(String message, Throwable exception) {
            report(exception);
        }

        @Override
        public void handleException(String message, Exchange exchange, Throwable exception) {
            if (Optional.ofNullable(exchange)
                    .filter(run -> run.getProperty(REPORTED) != null
                            || ConsumedEvent.of(run).isPresent())
                    .isEmpty()) {
                report(exception);
            }
        }

        private void report(@Nullable Throwable exception) {
            LOG.warn(
                    "consumer.failed endpoint={} reason=\"{}\"",
                    FailureText.endpoint(endpoint.getEndpointUri()),
                    exception == null ? "unknown" : FailureText.of(exception));
        }
    }
}
