package dev.sealpost.route.camel;

import dev.sealpost.route.camel.FillUri.Reader;
import dev.sealpost.route.camel.SafeUris.Rule;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Expression;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.SimpleExpression;
import org.apache.camel.processor.DefaultProcessorFactory;
import org.apache.camel.reifier.DynamicRouterReifier;
import org.apache.camel.reifier.EnrichReifier;
import org.apache.camel.reifier.PollEnrichReifier;
import org.apache.camel.reifier.PollReifier;
import org.apache.camel.reifier.RecipientListReifier;
import org.apache.camel.reifier.RoutingSlipReifier;
import org.apache.camel.reifier.SetHeaderReifier;
import org.apache.camel.reifier.SetHeadersReifier;
import org.apache.camel.reifier.ToDynamicReifier;
import org.apache.camel.reifier.WireTapReifier;
import org.apache.camel.spi.ProcessorFactory;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/**
 * Builds every step with a dynamic URI so that its expression yields {@linkplain SafeUris safe URIs}. Camel calls its processor
 * factory for each step of each route, including those of connectors, for every file format.
 */
public final class GuardUris extends DefaultProcessorFactory {

    /** Functions in options of a polled file, which Camel evaluates once it has the file. */
    private static final Optional<String> FILE_FUNCTIONS = Optional.of("${file:");

    private static final String DELIMITER = ",";
    private static final String LANGUAGE = "language:";
    private static final Function<String, Optional<String>> NO_DOTS = path -> CamelSyntax.hasDotSegments(path)
            ? Optional.of("contains a dot segment (. or ..), which would change the path")
            : path.matches("(?s).*[?#].*") ? Optional.of("is a path but contains ? or #") : CamelSyntax.in(path);

    /** Headers that form a part of the URI of an HTTP call, with the text that precedes this part. */
    private static final Map<String, String> HEADERS = Map.of(
            "camelhttpuri", "",
            "camelresthttpuri", "",
            "camelhttppath", "http://known/",
            "camelhttpquery", "http://known/?",
            "camelresthttpquery", "http://known/?",
            "camelhttprawquery", "http://known/?");

    public static void in(CamelContext camel) {
        camel.getCamelContextExtension().addContextPlugin(ProcessorFactory.class, new GuardUris());
    }

    @Override
    public Processor createProcessor(Route route, NamedNode definition) throws Exception {
        LearnSecrets.step(route, definition);
        return switch (definition) {
            case ToDynamicDefinition step -> toDynamic(route, step);
            case PollDefinition step ->
                new PollReifier(route, step) {
                    @Override
                    protected Expression createExpression(String uri) {
                        return guarded(one(camelContext, step, Reader.ENDPOINT), uri, super.createExpression(uri));
                    }
                }.createProcessor();
            case EnrichDefinition step -> {
                Reader reader = reader(
                        route.getCamelContext(),
                        step.getExpression().getExpression(),
                        step.getAllowOptimisedComponents());
                step.setAllowOptimisedComponents(Boolean.toString(reader == Reader.SENDING_STEP));
                yield new EnrichReifier(route, step) {
                    @Override
                    protected Expression createExpression(ExpressionDefinition uri) {
                        return guarded(one(camelContext, step, reader), uri, super.createExpression(uri));
                    }
                }.createProcessor();
            }
            case PollEnrichDefinition step -> {
                step.setAllowOptimisedComponents("false");
                yield new PollEnrichReifier(route, step) {
                    @Override
                    protected Expression createExpression(ExpressionDefinition uri) {
                        return guarded(one(camelContext, step, Reader.ENDPOINT), uri, super.createExpression(uri));
                    }
                }.createProcessor();
            }
            case RecipientListDefinition<?> step ->
                new RecipientListReifier(route, step) {
                    @Override
                    protected Expression createExpression(ExpressionDefinition uris) {
                        return guarded(
                                many(camelContext, step, step.getDelimiter()), uris, super.createExpression(uris));
                    }
                }.createProcessor();
            case RoutingSlipDefinition<?> step ->
                new RoutingSlipReifier(route, step) {
                    @Override
                    protected Expression createExpression(ExpressionDefinition uris) {
                        return guarded(
                                many(camelContext, step, step.getUriDelimiter()), uris, super.createExpression(uris));
                    }
                }.createProcessor();
            case DynamicRouterDefinition<?> step ->
                new DynamicRouterReifier(route, step) {
                    @Override
                    protected Expression createExpression(ExpressionDefinition uris) {
                        return guarded(
                                many(camelContext, step, step.getUriDelimiter()), uris, super.createExpression(uris));
                    }
                }.createProcessor();
            case SetHeaderDefinition step ->
                new SetHeaderReifier(route, step) {
                    @Override
                    protected Expression createExpression(ExpressionDefinition value) {
                        return header(camelContext, step, step.getName(), value, super.createExpression(value));
                    }
                }.createProcessor();
            case SetHeadersDefinition step ->
                new SetHeadersReifier(route, step) {
                    @Override
                    protected Expression createExpression(ExpressionDefinition value) {
                        return header(camelContext, step, nameOf(step, value), value, super.createExpression(value));
                    }
                }.createProcessor();
            default -> super.createProcessor(route, definition);
        };
    }

    private static Processor toDynamic(Route route, ToDynamicDefinition step) throws Exception {
        Reader reader = reader(route.getCamelContext(), step.getUri(), step.getAllowOptimisedComponents());
        step.setAllowOptimisedComponents(Boolean.toString(reader == Reader.SENDING_STEP));
        if (step instanceof WireTapDefinition<?> tap) {
            return new WireTapReifier(route, tap) {
                @Override
                protected Expression createExpression(String uri) {
                    return guarded(one(camelContext, step, reader), uri, super.createExpression(uri));
                }
            }.createProcessor();
        }
        return new ToDynamicReifier<>(route, step) {
            @Override
            protected Expression createExpression(String uri) {
                return guarded(one(camelContext, step, reader), uri, super.createExpression(uri));
            }
        }.createProcessor();
    }

    /**
     * Returns the reader of a URI. For HTTP, Camel has an optimisation that puts the path into a header; others are disabled.
     */
    private static Reader reader(CamelContext camel, @Nullable String uri, @Nullable String optimised) {
        String written = uri == null ? "" : EndpointHelper.resolveEndpointUriPropertyPlaceholders(camel, uri);
        String scheme = ExchangeHelper.resolveScheme(written);
        boolean isHttp = "http".equals(scheme) || "https".equals(scheme);
        return isHttp && !"false".equals(optimised) ? Reader.SENDING_STEP : Reader.ENDPOINT;
    }

    /** Guards the URI of a step, which is in the Simple language unless it names another. */
    private static Expression guarded(Rule rule, String uri, Expression original) {
        CamelContext camel = rule.camel();
        String written = EndpointHelper.resolveEndpointUriPropertyPlaceholders(camel, uri);
        if (written.startsWith(LANGUAGE)) {
            return written.startsWith(LANGUAGE + "constant:") ? original : safe(rule, original, Optional.empty());
        }
        UriTemplate template = UriTemplate.of(written.strip(), Optional.empty());
        return template.isLiteral() ? original : safe(rule, original, Optional.of(template));
    }

    private static Expression guarded(Rule rule, ExpressionDefinition written, Expression original) {
        ExpressionDefinition definition =
                written.getExpressionType() instanceof ExpressionDefinition type ? type : written;
        if (definition instanceof ConstantExpression || "constant".equals(definition.getLanguage())) {
            return original;
        }
        String text = definition.getExpression();
        if (!(definition instanceof SimpleExpression)
                || definition.getExpressionValue() != null
                || text == null
                || text.startsWith("resource:")) {
            return safe(rule, original, Optional.empty());
        }
        UriTemplate template = UriTemplate.of(
                rule.camel().resolvePropertyPlaceholders(text).strip(),
                rule.step() instanceof PollEnrichDefinition ? FILE_FUNCTIONS : Optional.empty());
        return template.isLiteral() ? original : safe(rule, original, Optional.of(template));
    }

    private static Expression safe(Rule rule, Expression original, Optional<UriTemplate> template) {
        Expression safe = new SafeUris(rule, original, template);
        safe.init(rule.camel());
        return safe;
    }

    private static Rule one(CamelContext camel, NamedNode step, Reader reader) {
        return new Rule(camel, step, Optional.empty(), SafeUris.addresses(camel, reader), "", reader);
    }

    private static Rule many(CamelContext camel, NamedNode step, @Nullable String delimiter) {
        String between = delimiter == null ? DELIMITER : camel.resolvePropertyPlaceholders(delimiter);
        return new Rule(
                camel, step, Optional.of(between), SafeUris.addresses(camel, Reader.ENDPOINT), "", Reader.ENDPOINT);
    }

    private static Expression header(
            CamelContext camel, NamedNode step, String name, ExpressionDefinition value, Expression original) {
        String known = HEADERS.get(name.toLowerCase(Locale.ROOT));
        if (value instanceof ConstantExpression && value.getExpression() != null) {
            LearnSecrets.header(name, camel.resolvePropertyPlaceholders(value.getExpression()));
        }
        if (known == null) {
            return original;
        }
        Function<String, Optional<String>> whole = known.isEmpty()
                ? SafeUris.addresses(camel, Reader.HTTP_CLIENT)
                : known.endsWith("?") ? CamelSyntax::in : NO_DOTS;
        return guarded(new Rule(camel, step, Optional.empty(), whole, known, Reader.HTTP_CLIENT), value, original);
    }

    private static String nameOf(SetHeadersDefinition step, ExpressionDefinition value) {
        return step.getHeaders().stream()
                .filter(header -> header.getExpression() == value)
                .map(SetHeaderDefinition::getName)
                .findFirst()
                .orElse("");
    }
}
