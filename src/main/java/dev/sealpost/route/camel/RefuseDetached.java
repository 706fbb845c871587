package dev.sealpost.route.camel;

import dev.sealpost.route.check.CheckSettlement;
import dev.sealpost.route.event.ConsumedEvent;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointAware;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Fails a run that works on an event at a step that would detach its work. {@link CheckSettlement} refuses such a file
 * beforehand, but cannot follow calls to a route whose name is computed at runtime.
 */
final class RefuseDetached implements InterceptStrategy {

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor step, @Nullable Processor next) {
        Optional<Detachment> detachment = Detachment.of(definition).or(() -> called(step));
        return detachment.<Processor>map(found -> new Refused(step, found)).orElse(step);
    }

    private static Optional<Detachment> called(Processor step) {
        return step instanceof EndpointAware call && call.getEndpoint() != null
                ? Detachment.queue(call.getEndpoint().getEndpointUri())
                : Optional.empty();
    }

    private static final class Refused extends DelegateAsyncProcessor {

        private final Detachment detachment;

        Refused(Processor step, Detachment detachment) {
            super(step);
            this.detachment = detachment;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            if (ConsumedEvent.of(exchange).isEmpty()) {
                return super.process(exchange, callback);
            }
            exchange.setException(new IllegalStateException(detachment.reason() + "; " + detachment.remedy()));
            callback.done(true);
            return true;
        }
    }
}
