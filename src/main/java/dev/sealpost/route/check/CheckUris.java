package dev.sealpost.route.check;

import dev.sealpost.route.camel.LearnSecrets;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.apache.camel.support.LanguageSupport;

/** Warns of secrets in the text of a route, and of steps with dynamic URIs. */
final class CheckUris {

    private final CamelContext camel;

    /** @param camel context in which the routes are built */
    CheckUris(CamelContext camel) {
        this.camel = camel;
    }

    List<RouteFileProblem> warnings(Collection<CheckedFile> files) {
        SourceFiles sources = new SourceFiles(files);
        List<RouteFileProblem> warnings = new ArrayList<>();
        for (RouteDefinition route : SourceFiles.routes(camel)) {
            warn(sources, route.getInput(), Optional.ofNullable(route.getInput().getEndpointUri()), warnings);
            for (ProcessorDefinition<?> step : CheckSettlement.all(route.getOutputs())) {
                warn(sources, step, uri(step), warnings);
            }
        }
        return warnings;
    }

    private static void warn(
            SourceFiles sources, NamedNode step, Optional<String> uri, List<RouteFileProblem> warnings) {
        Optional<RouteFileContent.FileContent> found = sources.of(step);
        if (found.isEmpty()) {
            return;
        }
        RouteFileContent.FileContent file = found.get();
        secret(step, uri)
                .map(name -> new RouteFileProblem(
                        file.name(),
                        SourceFiles.place(step, file),
                        "warning: the secret " + name + " is written into the route",
                        "put it into the environment or a file and refer to it: {{env:NAME}} or {{file:/path}}"))
                .ifPresent(warnings::add);
        if (isDynamic(step)) {
            warnings.add(new RouteFileProblem(
                    file.name(),
                    SourceFiles.place(step, file),
                    "warning: the URI that " + step.getShortName() + " calls is known only at runtime",
                    "check where its values come from; each is encoded for its place or refused"));
        }
    }

    private static Optional<String> uri(NamedNode step) {
        return switch (step) {
            case ToDynamicDefinition to -> Optional.ofNullable(to.getUri());
            case EndpointRequiredDefinition to -> Optional.ofNullable(to.getEndpointUri());
            default -> Optional.empty();
        };
    }

    /** Returns the name of the option or header that holds a secret. */
    private static Optional<String> secret(NamedNode step, Optional<String> uri) {
        if (step instanceof SetHeaderDefinition header) {
            return header.getExpression() instanceof ConstantExpression value
                            && LearnSecrets.NAME.matcher(header.getName()).matches()
                            && isLiteral(String.valueOf(value.getExpression()))
                    ? Optional.of(header.getName())
                    : Optional.empty();
        }
        return uri.stream()
                .flatMap(text -> LearnSecrets.options(text).entrySet().stream())
                .filter(option -> isLiteral(option.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean isLiteral(String value) {
        return !value.isBlank() && !value.contains("{{");
    }

    private static boolean isDynamic(NamedNode step) {
        return switch (step) {
            case ToDynamicDefinition to ->
                to.getUri() != null
                        && (LanguageSupport.hasSimpleFunction(to.getUri())
                                || to.getUri().startsWith("language:"));
            case EnrichDefinition enrich -> isDynamic(enrich);
            case PollEnrichDefinition enrich -> isDynamic(enrich);
            case RecipientListDefinition<?> list -> isDynamic(list);
            case RoutingSlipDefinition<?> slip -> isDynamic(slip);
            case DynamicRouterDefinition<?> router -> isDynamic(router);
            default -> false;
        };
    }

    private static boolean isDynamic(ExpressionNode step) {
        return !(step.getExpression() instanceof ConstantExpression)
                && !("simple".equals(step.getExpression().getLanguage())
                        && !LanguageSupport.hasSimpleFunction(
                                step.getExpression().getExpression()));
    }
}
