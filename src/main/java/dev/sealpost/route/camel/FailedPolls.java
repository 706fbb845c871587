package dev.sealpost.route.camel;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/** Fails an HTTP poll step that received an error status, which Camel's consumer would accept as content. */
final class FailedPolls implements InterceptStrategy {

    private static final int FIRST_FAILURE = 300;

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor step, @Nullable Processor next) {
        return definition instanceof PollEnrichDefinition || definition instanceof PollDefinition
                ? new Polling(definition, step)
                : step;
    }

    private static final class Polling extends DelegateAsyncProcessor {

        private final NamedNode definition;

        Polling(NamedNode definition, Processor step) {
            super(step);
            this.definition = definition;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Object before = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE);
            return super.process(exchange, done -> {
                Object code = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE);
                if (code != before && code instanceof Integer status && status >= FIRST_FAILURE) {
                    exchange.setException(
                            new HttpOperationFailedException(definition.getId(), status, null, null, null, null));
                }
                callback.done(done);
            });
        }
    }
}
