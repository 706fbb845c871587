package dev.sealpost.route.event;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Tracks the steps through which an exchange came to its present step: those that call a route or a connector, outermost first.
 * Each is named by what it calls, and its position among the steps of its route that call the same. Repeats have the same path.
 * Step ids are not used, because Camel renumbers them at each start.
 */
public final class StepPath implements InterceptStrategy {

    private static final String PROPERTY = "SealpostStepPath";

    /** Returns the path; empty outside every step that calls something. */
    public static String of(Exchange exchange) {
        String path = exchange.getProperty(PROPERTY, "", String.class);
        // A routing slip is one step that calls several endpoints.
        String slip = exchange.getProperty(Exchange.SLIP_ENDPOINT, String.class);
        return slip == null ? path : path + "\n" + slip;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor step, Processor next) {
        String called = called(definition);
        return called.isEmpty() ? step : new Calling(step, called + "#" + position(definition, called));
    }

    /** Returns what the step calls; empty if it calls nothing. */
    private static String called(NamedNode definition) {
        return switch (definition) {
            case ToDefinition to -> withoutOptions(to.getEndpointUri());
            case ToDynamicDefinition to -> withoutOptions(String.valueOf(to.getUri()));
            case KameletDefinition kamelet -> withoutOptions("kamelet:" + kamelet.getName());
            case EnrichDefinition enrich -> "enrich";
            case RecipientListDefinition<?> list -> "recipientList";
            case RoutingSlipDefinition<?> slip -> "routingSlip";
            default -> "";
        };
    }

    private static String withoutOptions(String uri) {
        int options = uri.indexOf('?');
        return options < 0 ? uri : uri.substring(0, options);
    }

    private static int position(NamedNode definition, String called) {
        RouteDefinition route = ProcessorDefinitionHelper.getRoute(definition);
        int position = 0;
        for (ProcessorDefinition<?> step : route == null ? List.<ProcessorDefinition<?>>of() : steps(route)) {
            if (step == definition) {
                return position;
            }
            if (called(step).equals(called)) {
                position++;
            }
        }
        return position;
    }

    /** Returns all steps of the route in their order, nested ones too. */
    @SuppressWarnings("unchecked")
    private static List<ProcessorDefinition<?>> steps(RouteDefinition route) {
        List<ProcessorDefinition<?>> steps = new ArrayList<>();
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)
                .forEach(steps::add);
        return steps;
    }

    /** Step that passes its place to what it calls. */
    private static final class Calling extends DelegateAsyncProcessor {

        private final String place;

        Calling(Processor step, String place) {
            super(step);
            this.place = place;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            String outer = exchange.getProperty(PROPERTY, "", String.class);
            exchange.setProperty(PROPERTY, outer + "\n" + place);
            return super.process(exchange, done -> {
                exchange.setProperty(PROPERTY, outer);
                callback.done(done);
            });
        }
    }
}
