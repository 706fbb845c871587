package dev.sealpost.route.check;

import dev.sealpost.route.camel.Detachment;
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

    private final CamelContext camel;
    private final SourceFiles files;
    private final Set<RouteFileProblem> problems = new LinkedHashSet<>();

    /**
     * Looks at the routes of a context.
     *
     * @param files those that the routes come from
     */
    CheckSettlement(CamelContext camel, Collection<CheckedFile> files) {
        this.camel = camel;
        this.files = new SourceFiles(files);
    }

    /** All problems, in the file of the step, and in that of the route which leads there. */
    List<RouteFileProblem> check() {
        for (RouteDefinition route : List.copyOf(model().getRouteDefinitions())) {
            if (resolved(route.getInput().getEndpointUri()).startsWith("event:")) {
                new Walk(route).walk(route.getOutputs(), Optional.empty());
            }
        }
        return List.copyOf(problems);
    }

    /** Everything that one route comes through. */
    private final class Walk {

        private final RouteDefinition start;
        private final Set<String> called = new HashSet<>();

        Walk(RouteDefinition start) {
            this.start = start;
        }

        /** @param call the step of the route that leads here; empty in the route itself */
        void walk(List<ProcessorDefinition<?>> steps, Optional<ProcessorDefinition<?>> call) {
            for (ProcessorDefinition<?> step : all(steps)) {
                Detachment.of(step).ifPresent(found -> tell(found, step, call));
                uri(step)
                        .filter(called::add)
                        .ifPresent(uri -> walk(behind(uri), call.isPresent() ? call : Optional.of(step)));
            }
        }

        private void tell(Detachment found, ProcessorDefinition<?> step, Optional<ProcessorDefinition<?>> call) {
            String here = call.isEmpty() ? "" : " (the event comes from the route " + start.getRouteId() + ")";
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

    /** With those inside of others. */
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

    /** The steps of what is called. */
    private List<ProcessorDefinition<?>> behind(String uri) {
        String called = target(uri);
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

    private static String target(String uri) {
        return uri.replaceFirst("[?].*", "").replaceFirst(":/+", ":");
    }

    private String resolved(String uri) {
        try {
            return camel.resolvePropertyPlaceholders(uri);
        } catch (RuntimeException e) {
            return uri; // of a connector, whose parameters are known where it is called
        }
    }

    private Model model() {
        return camel.getCamelContextExtension().getContextPlugin(Model.class);
    }
}
