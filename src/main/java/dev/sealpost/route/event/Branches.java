package dev.sealpost.route.event;

import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Tracks the branch of an exchange: the part of each split and the round of each loop outerBranch it. Camel knows the innermost
 * only. Repeats get the same branch if they split the same content.
 */
public final class Branches implements InterceptStrategy {

    /** Indices outerBranch the innermost split, loop and multicast, outermost first. */
    private static final String OUTER_BRANCH = "SealpostBranch";

    private static final List<ExchangePropertyKey> INDICES = List.of(
            ExchangePropertyKey.SPLIT_INDEX, ExchangePropertyKey.MULTICAST_INDEX, ExchangePropertyKey.LOOP_INDEX);

    /** Returns the branch of the exchange; empty outside every split, loop and multicast. */
    public static String of(Exchange exchange) {
        StringBuilder branch = new StringBuilder(outerBranch(exchange));
        INDICES.forEach(index -> append(branch, index, exchange));
        return branch.toString();
    }

    /** Returns the branch that contains the innermost split, loop or multicast; empty outside of all. */
    static String outerBranch(Exchange exchange) {
        return exchange.getProperty(OUTER_BRANCH, "", String.class);
    }

    private static void append(StringBuilder branch, ExchangePropertyKey index, Exchange exchange) {
        Object value = exchange.getProperty(index);
        if (value != null) {
            branch.append('/').append(index.getName()).append('=').append(value);
        }
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor step, Processor next) {
        return switch (definition) {
            case SplitDefinition split -> new Branching(step, ExchangePropertyKey.SPLIT_INDEX);
            case LoopDefinition loop -> new Branching(step, ExchangePropertyKey.LOOP_INDEX);
            case MulticastDefinition multicast -> new Branching(step, ExchangePropertyKey.MULTICAST_INDEX);
            case RecipientListDefinition<?> list -> new Branching(step, ExchangePropertyKey.MULTICAST_INDEX);
            default -> step;
        };
    }

    /** Step that passes its index to the steps inside it. */
    private static final class Branching extends DelegateAsyncProcessor {

        private final ExchangePropertyKey index;

        Branching(Processor step, ExchangePropertyKey index) {
            super(step);
            this.index = index;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            String outerBranch = outerBranch(exchange);
            Object outer = exchange.getProperty(index);
            StringBuilder inside = new StringBuilder(outerBranch);
            append(inside, index, exchange);
            exchange.setProperty(OUTER_BRANCH, inside.toString());
            return super.process(exchange, done -> {
                exchange.setProperty(OUTER_BRANCH, outerBranch);
                // The last inner step may have left its own index, which varies between repeats.
                restore(exchange, outer);
                callback.done(done);
            });
        }

        private void restore(Exchange exchange, @Nullable Object outer) {
            if (outer != null) {
                exchange.setProperty(index, outer);
            } else {
                exchange.removeProperty(index);
            }
        }
    }
}
