package dev.sealpost.route.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;

/**
 * The part of a file's routes in which Camel failed to build them.
 *
 * @param routes those of the file, as far as it could be read
 * @param causes the failure and what is behind it, down to the root
 */
public record FailedStep(List<RouteDefinition> routes, List<Throwable> causes) {

    /** A placeholder that has no value. */
    static final Pattern PLACEHOLDER = Pattern.compile("Property with key \\[([^\\]]+)] (?:not found|using function)");

    private static final Pattern FAILED_STEP = Pattern.compile(">>> (.*) <<< in route", Pattern.DOTALL);

    public FailedStep {
        routes = List.copyOf(routes);
        causes = List.copyOf(causes);
    }

    public static FailedStep of(Throwable failure, List<RouteDefinition> routes) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return new FailedStep(routes, causes);
    }

    Throwable root() {
        return causes.getLast();
    }

    /** The line of the step that Camel names, else that of the input of the route it names, else 0. */
    int line() {
        return causes.stream().mapToInt(this::line).max().orElse(0);
    }

    private int line(Throwable cause) {
        return route(cause)
                .map(route -> step(route, cause)
                        .map(ProcessorDefinition::getLineNumber)
                        .filter(line -> line > 0)
                        .orElse(route.getInput().getLineNumber()))
                .orElse(0);
    }

    /** Keys of the parts to take out so that the rest can be built, the likeliest first: a step, the input of a route, a route. */
    List<String> culprits() {
        return causes.stream()
                .flatMap(cause -> route(cause).stream()
                        .flatMap(route -> Stream.concat(
                                step(route, cause).map(FailedStep::key).stream(),
                                Stream.of(key(route.getInput()), key(route)))))
                .toList();
    }

    /** The same for the same part of a file each time that it is read. */
    static String key(ProcessorDefinition<?> step) {
        return step instanceof RouteDefinition route
                ? "route " + route.getId() + " " + route.getLineNumber()
                : step.getLineNumber() + " " + CamelText.stable(String.valueOf(step));
    }

    static String key(FromDefinition from) {
        return from.getLineNumber() + " from " + from.getUri();
    }

    private Optional<RouteDefinition> route(Throwable cause) {
        String id =
                switch (cause) {
                    case FailedToCreateRouteException created -> created.getRouteId();
                    case FailedToStartRouteException started -> started.getRouteId();
                    default -> null;
                };
        return routes.stream()
                .filter(route -> route.getId() != null && route.getId().equals(id))
                .findFirst();
    }

    /** Camel names the step of the route, such as a choice: what is wrong may be a step inside of it. */
    private Optional<ProcessorDefinition<?>> step(RouteDefinition route, Throwable cause) {
        Optional<ProcessorDefinition<?>> named = found(FAILED_STEP, cause)
                .flatMap(text -> inside(route, step -> step.toString().equalsIgnoreCase(text)));
        ProcessorDefinition<?> outer = named.isPresent() ? named.get() : route;
        return subject()
                .<ProcessorDefinition<?>>flatMap(text -> inside(outer, step -> names(step.toString(), text)))
                .or(() -> named);
    }

    /** The faulty text as it stands in the file: an endpoint, a bean or a placeholder. */
    private Optional<String> subject() {
        return found(PLACEHOLDER, root())
                .or(() ->
                        root() instanceof NoSuchBeanException missing ? Optional.ofNullable(missing.getName()) : uri());
    }

    private static boolean names(String step, String text) {
        return step.contains(text) || step.contains(text.replaceFirst(":", "://"));
    }

    private static Optional<ProcessorDefinition<?>> inside(
            ProcessorDefinition<?> parent, Predicate<ProcessorDefinition<?>> wanted) {
        for (ProcessorDefinition<?> step : parent.getOutputs()) {
            Optional<ProcessorDefinition<?>> found = inside(step, wanted);
            if (found.isPresent()) {
                return found;
            }
            if (wanted.test(step)) {
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }

    /** The endpoint that could not be made, as it stands in the file, without its options. */
    Optional<String> uri() {
        return causes.stream()
                .filter(ResolveEndpointFailedException.class::isInstance)
                .map(cause -> ((ResolveEndpointFailedException) cause).getUri())
                .filter(uri -> uri != null)
                .map(uri -> uri.replaceFirst("[?].*", "").replaceFirst("://", ":"))
                .reduce((outer, inner) -> inner);
    }

    /** The first group of the pattern in the message of a cause. */
    static Optional<String> found(Pattern pattern, Throwable cause) {
        Matcher matcher = pattern.matcher(String.valueOf(cause.getMessage()));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
