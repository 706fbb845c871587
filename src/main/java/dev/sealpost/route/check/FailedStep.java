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
 * Part of the routes of a file that Camel could not build.
 *
 * @param routes the routes of the file, as far as it could be parsed
 * @param causes the failure and its causes, down to the root
 */
public record FailedStep(List<RouteDefinition> routes, List<Throwable> causes) {

    /** Message about a placeholder without a value. */
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

    /** Returns the line of the step that Camel names, else that of the input of the route, else 0. */
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

    /**
     * Returns the keys of the parts whose removal may let the rest build, likeliest first: a step, the input of a route, a
     * route.
     */
    List<String> suspects() {
        return causes.stream()
                .flatMap(cause -> route(cause).stream()
                        .flatMap(route -> Stream.concat(
                                step(route, cause).map(FailedStep::key).stream(),
                                Stream.of(key(route.getInput()), key(route)))))
                .toList();
    }

    /** Returns a key that is the same each time the file is parsed. */
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

    /** Returns the faulty step. Camel names a step of the route, such as a choice, but the fault may be in a nested step. */
    private Optional<ProcessorDefinition<?>> step(RouteDefinition route, Throwable cause) {
        Optional<ProcessorDefinition<?>> named = found(FAILED_STEP, cause)
                .flatMap(text -> inside(route, step -> step.toString().equalsIgnoreCase(text)));
        ProcessorDefinition<?> outer = named.isPresent() ? named.get() : route;
        return subject()
                .<ProcessorDefinition<?>>flatMap(text -> inside(outer, step -> names(step.toString(), text)))
                .or(() -> named);
    }

    /** Returns the faulty text as written in the file: an endpoint, a bean or a placeholder. */
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

    /** Returns the URI of the endpoint that could not be created, as written in the file, without options. */
    Optional<String> uri() {
        return causes.stream()
                .filter(ResolveEndpointFailedException.class::isInstance)
                .map(cause -> ((ResolveEndpointFailedException) cause).getUri())
                .filter(uri -> uri != null)
                .map(uri -> uri.replaceFirst("[?].*", "").replaceFirst("://", ":"))
                .reduce((outer, inner) -> inner);
    }

    /** Returns the first group of the pattern in the message of a cause. */
    static Optional<String> found(Pattern pattern, Throwable cause) {
        Matcher matcher = pattern.matcher(String.valueOf(cause.getMessage()));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
