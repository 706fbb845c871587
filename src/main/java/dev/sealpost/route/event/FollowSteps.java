package dev.sealpost.route.event;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Records the steps of routes in the {@link RunTrail}, so that a failed attempt shows its step. Camel's message history would
 * record every step of every message, and the error handler loses the step after a connector in it has ended. Steps of
 * connectors and of the webhook route are not recorded: their failures are self-explanatory.
 */
public final class FollowSteps implements InterceptStrategy {

    private static final String WEBHOOKS = "direct:webhook-delivery";

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor step, Processor next) {
        return isFollowed(definition) ? new Followed(definition, step) : step;
    }

    private static boolean isFollowed(NamedNode definition) {
        String uri = input(definition);
        return !uri.isEmpty() && !uri.startsWith("kamelet:") && !uri.equals(WEBHOOKS);
    }

    /** Returns true for the webhook route, whose addresses the node sets after checking them. */
    public static boolean isOfWebhooks(NamedNode definition) {
        return input(definition).equals(WEBHOOKS);
    }

    private static String input(NamedNode definition) {
        RouteDefinition route = ProcessorDefinitionHelper.getRoute(definition);
        FromDefinition from = route == null ? null : route.getInput();
        String uri = from == null ? null : from.getEndpointUri();
        return uri == null ? "" : uri;
    }

    private static final class Followed extends DelegateAsyncProcessor {

        private final NamedNode definition;

        Followed(NamedNode definition, Processor step) {
            super(step);
            this.definition = definition;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            return RunTrail.of(exchange)
                    .map(trail -> process(trail, exchange, callback))
                    .orElseGet(() -> super.process(exchange, callback));
        }

        private boolean process(RunTrail trail, Exchange exchange, AsyncCallback callback) {
            trail.started(definition);
            long begin = System.nanoTime();
            return super.process(exchange, done -> {
                trail.ended(definition, System.nanoTime() - begin, exchange.getException());
                callback.done(done);
            });
        }
    }
}
