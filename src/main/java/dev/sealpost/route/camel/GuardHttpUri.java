package dev.sealpost.route.camel;

import dev.sealpost.route.event.FollowSteps;
import java.util.List;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Checks the headers that form the address of an HTTP call before each step that may make one, because Camel resolves
 * placeholders in them whatever their origin.
 */
final class GuardHttpUri implements InterceptStrategy {

    private static final List<String> ADDRESSES = List.of(Exchange.HTTP_URI, Exchange.REST_HTTP_URI);

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor step, Processor next) {
        if (FollowSteps.isOfWebhooks(definition)) {
            return step;
        }
        return switch (definition) {
            case SendDefinition<?> sends -> new Guarded(sends, step);
            case ToDynamicDefinition sends -> new Guarded(sends, step);
            case EnrichDefinition sends -> new Guarded(sends, step);
            case RecipientListDefinition<?> sends -> new Guarded(sends, step);
            case RoutingSlipDefinition<?> sends -> new Guarded(sends, step);
            case DynamicRouterDefinition<?> sends -> new Guarded(sends, step);
            default -> step;
        };
    }

    private static final class Guarded extends DelegateAsyncProcessor {

        private final NamedNode definition;

        Guarded(NamedNode definition, Processor step) {
            super(step);
            this.definition = definition;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Optional<String> refusal = refusal(exchange);
            if (refusal.isEmpty()) {
                return super.process(exchange, callback);
            }
            exchange.setException(SafeUris.refused(definition, refusal.get()));
            callback.done(true);
            return true;
        }

        private static Optional<String> refusal(Exchange exchange) {
            for (String name : ADDRESSES) {
                Object uri = exchange.getMessage().getHeader(name);
                Optional<String> problem = uri == null ? Optional.empty() : CamelSyntax.in(String.valueOf(uri));
                if (problem.isPresent()) {
                    return problem.map(reason -> "the header " + name + " " + reason);
                }
            }
            Object path = exchange.getMessage().getHeader(Exchange.HTTP_PATH);
            return path != null && CamelSyntax.hasDotSegments(String.valueOf(path))
                    ? Optional.of("the header " + Exchange.HTTP_PATH + " contains a dot segment (. or ..)")
                    : Optional.empty();
        }
    }
}
