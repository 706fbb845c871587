package dev.sealpost.route.event;

import java.util.Set;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** Marks the header {@code Content-Type} as stale after each call that puts an answer into the exchange. */
public final class NoteAnswers implements InterceptStrategy {

    /** Components that make no call, or whose routes have their own steps. */
    private static final Set<String> INSIDE = Set.of(
            "bean",
            "class",
            "controlbus",
            "dataformat",
            "direct",
            "event",
            "jq",
            "kamelet",
            "language",
            "log",
            "mock",
            "ref",
            "seda",
            "stub",
            "validator",
            "xj",
            "xslt",
            "xslt-saxon");

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor step, Processor next) {
        return isCall(definition) ? new Noting(step) : step;
    }

    private static boolean isCall(NamedNode definition) {
        if (definition instanceof EndpointRequiredDefinition call) {
            String uri = String.valueOf(call.getEndpointUri());
            int end = uri.indexOf(':');
            return end < 0 || !INSIDE.contains(uri.substring(0, end));
        }
        return definition instanceof EnrichDefinition
                || definition instanceof PollEnrichDefinition
                || definition instanceof PollDefinition
                || definition instanceof RecipientListDefinition
                || definition instanceof RoutingSlipDefinition
                || definition instanceof DynamicRouterDefinition
                || definition instanceof ToDynamicDefinition;
    }

    private static final class Noting extends DelegateAsyncProcessor {

        Noting(Processor step) {
            super(step);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Object before = exchange.getMessage().getBody();
            return super.process(exchange, done -> {
                if (exchange.getMessage().getBody() != before) {
                    FindLabel.markStale(exchange);
                }
                callback.done(done);
            });
        }
    }
}
