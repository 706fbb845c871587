package dev.sealpost.route.camel;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.LanguageSupport;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Checks header names computed at runtime: a value must not form the name of a header that controls Camel or identifies an
 * event.
 */
final class GuardHeaderNames implements InterceptStrategy {

    private static final Pattern CONTROLLING = Pattern.compile("(?is)\\s*(camel|sealpost|mail\\.smtps?\\.).*");

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor step, @Nullable Processor next) {
        List<Expression> names = names(definition).stream()
                .map(context::resolvePropertyPlaceholders)
                .filter(LanguageSupport::hasSimpleFunction)
                .map(name -> expression(context, name))
                .toList();
        return names.isEmpty() ? step : new Guarded(definition, names, step);
    }

    private static List<String> names(NamedNode definition) {
        return switch (definition) {
            case SetHeaderDefinition header when header.getName() != null -> List.of(header.getName());
            case SetHeadersDefinition headers ->
                headers.getHeaders().stream().map(SetHeaderDefinition::getName).toList();
            default -> List.of();
        };
    }

    private static Expression expression(CamelContext context, String name) {
        Expression expression = context.resolveLanguage("simple").createExpression(name);
        expression.init(context);
        return expression;
    }

    private static final class Guarded extends DelegateAsyncProcessor {

        private final NamedNode definition;
        private final List<Expression> names;

        Guarded(NamedNode definition, List<Expression> names, Processor step) {
            super(step);
            this.definition = definition;
            this.names = names;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            boolean isControlling = names.stream()
                    .map(name -> String.valueOf(name.evaluate(exchange, String.class)))
                    .anyMatch(name -> CONTROLLING.matcher(name).matches());
            if (!isControlling) {
                return super.process(exchange, callback);
            }
            exchange.setException(SafeUris.refused(
                    definition, "a value forms a header name that starts with Camel, Sealpost or mail.smtp"));
            callback.done(true);
            return true;
        }
    }
}
