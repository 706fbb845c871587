package dev.sealpost.route.check;

import dev.sealpost.route.camel.Detachment;
import dev.sealpost.route.connector.ConnectorCatalog;
import dev.sealpost.route.file.RouteFileProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;

/**
 * Finds steps after {@code from: event:}, also in called routes and connectors, whose failure would not fail the attempt
 * ({@link Detachment}).
 */
public final class CheckSettlement {

    private static final String CONNECTOR = "connector:";

    private final CamelContext camel;
    private final SourceFiles files;
    private final Set<RouteFileProblem> problems = new LinkedHashSet<>();

    /**
     * Creates a check of the routes of a context.
     *
     * @param files source files of the routes
     */
    CheckSettlement(CamelContext camel, Collection<CheckedFile> files) {
        this.camel = camel;
        this.files = new SourceFiles(files);
    }

    /** Returns all problems, each in the file of the step and in that of the calling route. */
    List<RouteFileProblem> check() {
        for (RouteDefinition route : List.copyOf(model().getRouteDefinitions())) {
            if (resolved(route.getInput().getEndpointUri()).startsWith("event:")) {
                new Walk(route).walk(route.getOutputs(), Optional.empty());
            }
        }
        return List.copyOf(problems);
    }

    /** The steps of one route and of everything that it calls. */
    private final class Walk {

        private final RouteDefinition start;
        private final Set<String> called = new HashSet<>();

        Walk(RouteDefinition start) {
            this.start = start;
        }

        /** @param call step of the route that leads here; empty in the route itself */
        void walk(List<ProcessorDefinition<?>> steps, Optional<ProcessorDefinition<?>> call) {
            for (ProcessorDefinition<?> step : all(steps)) {
                Detachment.of(step).ifPresent(found -> report(found, step, call));
                uri(step)
                        .filter(called::add)
                        .ifPresent(uri -> walk(calledSteps(uri), call.isPresent() ? call : Optional.of(step)));
            }
        }

        private void report(Detachment found, ProcessorDefinition<?> step, Optional<ProcessorDefinition<?>> call) {
            String here = call.isEmpty() ? "" : " (called by the route " + start.getRouteId() + ")";
            problem(step, found.reason() + here, found.remedy());
            call.filter(caller -> !SourceFiles.name(caller).equals(SourceFiles.name(step)))
                    .ifPresent(caller -> problem(
                            caller,
                            found.reason() + " (" + SourceFiles.name(step) + ":" + step.getLineNumber() + ")",
                            found.remedy()));
        }
    }

    private void problem(ProcessorDefinition<?> step, String reason, String remedy) {
        files.of(step)
                .ifPresent(file ->
                        problems.add(new RouteFileProblem(file.name(), SourceFiles.place(step, file), reason, remedy)));
    }

    /** Returns the steps, including nested steps. */
    @SuppressWarnings("unchecked")
    static List<ProcessorDefinition<?>> all(List<ProcessorDefinition<?>> steps) {
        List<ProcessorDefinition<?>> all = new ArrayList<>();
        ProcessorDefinitionHelper.filterTypeInOutputs(steps, ProcessorDefinition.class)
                .forEach(all::add);
        return all;
    }

    private Optional<String> uri(ProcessorDefinition<?> step) {
        return switch (step) {
            case KameletDefinition kamelet -> Optional.of("kamelet:" + kamelet.getName());
            case EndpointRequiredDefinition to
            when to.getEndpointUri() != null -> Optional.of(resolved(to.getEndpointUri()));
            default -> Optional.empty();
        };
    }

    /** Returns the steps of the called route or connector. */
    private List<ProcessorDefinition<?>> calledSteps(String uri) {
        String called = kamelet(target(uri));
        if (called.startsWith("kamelet:")) {
            RouteTemplateDefinition connector = model().getRouteTemplateDefinition(
                            called.substring("kamelet:".length()).replaceFirst("/.*", ""));
            return connector == null ? List.of() : connector.getRoute().getOutputs();
        }
        return model().getRouteDefinitions().stream()
                .filter(route ->
                        target(resolved(route.getInput().getEndpointUri())).equals(called))
                .findFirst()
                .map(RouteDefinition::getOutputs)
                .orElse(List.of());
    }

    /** Returns the Kamelet behind {@code connector:}, or the URI itself. */
    private String kamelet(String uri) {
        return uri.startsWith(CONNECTOR)
                ? ConnectorCatalog.of(camel)
                        .kamelet(uri.substring(CONNECTOR.length()))
                        .map(name -> "kamelet:" + name)
                        .orElse(uri)
                : uri;
    }

    private static String target(String uri) {
        return uri.replaceFirst("[?].*", "").replaceFirst(":/+", ":");
    }

    private String resolved(String uri) {
        try {
            return camel.resolvePropertyPlaceholders(uri);
        } catch (RuntimeException e) {
            return uri; // in a connector, whose parameters depend on the call
        }
    }

    private Model model() {
        return camel.getCamelContextExtension().getContextPlugin(Model.class);
    }
}
