package dev.sealpost.route.check;

import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.EndpointUriFactory;

/**
 * Warns of ambiguous calls: for a call with a query and no method, Camel sends a GET without the body.
 */
final class CheckCalls {

    private static final Pattern WITHOUT_BODY = Pattern.compile("^(?:timer|quartz|scheduler|poll):.*");
    private static final Set<String> MAKES_BODY =
            Set.of("setBody", "transform", "marshal", "bean", "script", "enrich", "pollEnrich", "convertBodyTo");

    private final CamelContext camel;

    /** @param camel context in which the routes are built */
    CheckCalls(CamelContext camel) {
        this.camel = camel;
    }

    List<RouteFileProblem> warnings(Collection<CheckedFile> files) {
        SourceFiles sources = new SourceFiles(files);
        List<RouteFileProblem> warnings = new ArrayList<>();
        for (RouteDefinition route : SourceFiles.routes(camel)) {
            boolean body = !WITHOUT_BODY
                    .matcher(String.valueOf(route.getInput().getEndpointUri()))
                    .matches();
            for (ProcessorDefinition<?> step : CheckSettlement.all(route.getOutputs())) {
                body = body || MAKES_BODY.contains(step.getShortName());
                if (body && isGet(step)) {
                    sources.of(step)
                            .filter(file -> !file.text().contains("CamelHttpMethod"))
                            .ifPresent(file -> warnings.add(warning(file, step)));
                }
            }
        }
        return warnings;
    }

    private static RouteFileProblem warning(RouteFileContent.FileContent file, ProcessorDefinition<?> step) {
        return new RouteFileProblem(
                file.name(),
                SourceFiles.place(step, file),
                "warning: a call with a query and no method is a GET, and the body is not sent",
                "set httpMethod=POST or httpMethod=GET");
    }

    private boolean isGet(ProcessorDefinition<?> step) {
        String uri =
                switch (step) {
                    case ToDynamicDefinition to -> String.valueOf(to.getUri());
                    case EndpointRequiredDefinition to -> String.valueOf(to.getEndpointUri());
                    default -> "";
                };
        if (!uri.matches("(?s)https?:[^?]*[?].+") || uri.contains("httpMethod=")) {
            return false;
        }
        EndpointUriFactory http = camel.getCamelContextExtension().getEndpointUriFactory("http");
        Set<String> options = http == null ? Set.of() : http.propertyNames();
        String query = uri.substring(uri.indexOf('?') + 1);
        for (String part : query.split("&")) {
            String name = part.replaceFirst("(?s)=.*", "");
            if (!options.contains(name) && !name.startsWith("httpClient.") && !name.startsWith("{{?")) {
                return true;
            }
        }
        return false;
    }
}
