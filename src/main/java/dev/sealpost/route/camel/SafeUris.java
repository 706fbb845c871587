package dev.sealpost.route.camel;

import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.ReceiverFailure;
import dev.sealpost.egress.AddressGuard;
import dev.sealpost.egress.OutboundUrl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.NamedNode;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.spi.Language;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.ExpressionAdapter;
import org.apache.camel.support.ObjectHelper;
import org.jspecify.annotations.Nullable;

/**
 * Expression of a step with a dynamic URI. Text of the route author is trusted, values of events and answers are not.
 */
final class SafeUris extends ExpressionAdapter {

    /** Delimiter with which a recipient list reads its value as one URI. */
    private static final String NO_DELIMITER = "false";

    private final Rule rule;
    private final Expression original;
    private final Optional<UriTemplate> template;
    private final Map<String, Expression> functions = new HashMap<>();

    /**
     * Rule for the URIs of a step.
     *
     * @param step the step that the URIs belong to
     * @param delimiter the delimiter of a list of URIs; empty for a single URI
     * @param whole returns the problem of a URI that is a single value
     * @param known implied text before each URI, for a header that forms only a part of one
     */
    record Rule(
            CamelContext camel,
            NamedNode step,
            Optional<String> delimiter,
            Function<String, Optional<String>> whole,
            String known,
            FillUri.Reader reader) {}

    /** @param template text of the expression if it is in the Simple language */
    SafeUris(Rule rule, Expression original, Optional<UriTemplate> template) {
        this.rule = rule;
        this.original = original;
        this.template = template;
    }

    @Override
    public void init(CamelContext context) {
        original.init(context);
        Language simple = context.resolveLanguage("simple");
        template.stream().flatMap(text -> text.parts().stream()).forEach(part -> {
            if (part instanceof UriTemplate.Part.Value(String function)) {
                Expression value = simple.createExpression(function);
                value.init(context);
                functions.put(function, value);
            }
        });
    }

    @Override
    @SuppressWarnings("NullAway") // null means no value to Camel
    public Object evaluate(Exchange exchange) {
        try {
            return safe(exchange);
        } catch (RuntimeException e) {
            // Fails the exchange even if the step ignores invalid endpoints.
            exchange.setException(e);
            if (!(rule.step() instanceof DynamicRouterDefinition)) {
                throw e;
            }
            // Nothing catches an exception that the expression of a dynamic router throws, and the exchange would never
            // complete.
            return null;
        }
    }

    private @Nullable Object safe(Exchange exchange) {
        if (template.isEmpty()) {
            return whole(original.evaluate(exchange, Object.class), exchange);
        }
        Map<String, String> values = new HashMap<>();
        functions.forEach((function, value) -> values.put(function, text(value.evaluate(exchange, String.class))));
        List<String> uris = new ArrayList<>();
        for (UriTemplate each : rule.delimiter().map(template.get()::split).orElseGet(() -> List.of(template.get()))) {
            uris.addAll(filled(each, values::get, exchange));
        }
        return rule.delimiter().isPresent() ? uris : String.join("", uris);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private List<String> filled(UriTemplate each, Function<String, String> values, Exchange exchange) {
        Optional<String> filled;
        try {
            filled = each.fill(rule.known(), rule.reader(), values);
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
        if (each.isUntrusted() && filled.filter(this::createsRoute).isPresent()) {
            throw refused("a value " + FillUri.NO_PARAMETER);
        }
        return filled.map(List::of).orElseGet(() -> elements(each.joined(values), exchange));
    }

    private boolean createsRoute(String uri) {
        String scheme = FillUri.scheme(uri);
        return rule.camel().hasComponent(scheme) instanceof RouteCreator creator
                && creator.createsRoute(uri.substring(uri.indexOf(':') + 1).replaceFirst("(?s)[?].*", ""));
    }

    private @Nullable Object whole(@Nullable Object value, Exchange exchange) {
        if (value == null || value instanceof Endpoint) {
            return value;
        }
        List<String> uris = elements(value, exchange);
        return rule.delimiter().isPresent() ? uris : uris.isEmpty() ? "" : uris.getFirst();
    }

    private List<String> elements(Object value, Exchange exchange) {
        if (rule.delimiter().isEmpty()) {
            return List.of(checked(value, exchange));
        }
        List<String> uris = new ArrayList<>();
        String delimiter = rule.delimiter().get();
        Iterator<?> each = ObjectHelper.createIterator(value, delimiter.equals(NO_DELIMITER) ? null : delimiter);
        while (each.hasNext()) {
            uris.add(checked(each.next(), exchange));
        }
        return uris;
    }

    private String checked(Object value, Exchange exchange) {
        String uri = text(exchange.getContext().getTypeConverter().convertTo(String.class, exchange, value))
                .strip();
        rule.whole().apply(uri).ifPresent(reason -> {
            throw refused("the value " + reason);
        });
        return uri;
    }

    /** Final, because a retry would use the same value. */
    private ReceiverFailure refused(String reason) {
        return refused(rule.step(), reason);
    }

    static ReceiverFailure refused(NamedNode step, String reason) {
        String file = step.getLocation();
        String place =
                file == null ? "" : " at " + file.replaceFirst("^(file|classpath):", "") + ":" + step.getLineNumber();
        String text = "not called because " + reason + " (step " + step.getId() + place + " of route "
                + ProcessorDefinitionHelper.getRouteId(step) + ")";
        return new ReceiverFailure(new Failed(text, true), text);
    }

    /** Returns the check of a URI that is a single value, for a step that sends. */
    static Function<String, Optional<String>> addresses(CamelContext camel, FillUri.Reader reader) {
        return uri -> new WholeUri(uri, reader).refusal().or(() -> blocked(uri, camel));
    }

    /** Checks literal addresses only. Host names are checked when a connection is opened. */
    private static Optional<String> blocked(String uri, CamelContext camel) {
        AddressGuard guard = CamelContextHelper.findSingleByType(camel, AddressGuard.class);
        if (guard == null || !uri.regionMatches(true, 0, "http", 0, 4)) {
            return Optional.empty();
        }
        try {
            guard.requireAllowedLiteral(OutboundUrl.parse(uri));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("is not an allowed address: " + e.getMessage());
        }
    }
}
