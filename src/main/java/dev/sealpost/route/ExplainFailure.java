package dev.sealpost.route;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.xml.io.XmlPullParserLocationException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Turns what Camel says about a route file into a line, a reason and a remedy. */
final class ExplainFailure {

    private static final Pattern FAILED_STEP = Pattern.compile(">>> (.*) <<< in route", Pattern.DOTALL);
    private static final Pattern UNKNOWN_OPTION = Pattern.compile("Unknown parameters=\\[\\{([A-Za-z0-9_.-]+)=");
    private static final Pattern PLACEHOLDER = Pattern.compile("Property with key \\[([^\\]]+)] not found");

    private final RouteFile file;
    private final String[] lines;
    private final List<RouteDefinition> routes;

    ExplainFailure(RouteFile file, byte[] content, List<RouteDefinition> routes) {
        this.file = file;
        this.lines = new String(content, StandardCharsets.UTF_8).split("\n", -1);
        this.routes = routes;
    }

    RouteFileProblem explain(Throwable failure) {
        List<Throwable> chain = chain(failure);
        int start = chain.stream().mapToInt(this::step).max().orElse(0);
        Throwable root = chain.getLast();
        return chain.stream()
                .flatMap(cause -> syntax(cause).stream())
                .findFirst()
                .or(() -> placeholder(root, start))
                .or(() -> component(chain, start))
                .or(() -> option(root, uri(chain), start))
                .orElseGet(() -> problem(
                        uri(chain).map(uri -> lineWith(uri, start)).orElse(known(start)),
                        FailureText.of(root),
                        "correct the file and start again; the deliveries of its routes wait meanwhile"));
    }

    private Optional<RouteFileProblem> syntax(Throwable cause) {
        if (cause instanceof MarkedYamlEngineException yaml) {
            return Optional.of(problem(
                    yaml.getProblemMark()
                            .map(mark -> OptionalInt.of(mark.getLine() + 1))
                            .orElse(OptionalInt.empty()),
                    "Camel does not know this: " + FailureText.clean(String.valueOf(yaml.getProblem())),
                    "compare the line with Camel's YAML documentation; use the canonical form"));
        }
        if (cause instanceof XmlPullParserLocationException xml) {
            return Optional.of(problem(
                    known(xml.getLineNumber()),
                    "Camel does not know this: " + FailureText.clean(String.valueOf(xml.getMessage())),
                    "compare the line with Camel's XML documentation"));
        }
        return Optional.empty();
    }

    private Optional<RouteFileProblem> placeholder(Throwable root, int start) {
        return found(PLACEHOLDER, root)
                .map(key -> problem(
                        lineWith("{{" + key, start),
                        "the placeholder {{" + key + "}} has no value",
                        "set the property " + key + " in config/application.yaml or in the environment"));
    }

    private Optional<RouteFileProblem> component(List<Throwable> chain, int start) {
        if (!(chain.getLast() instanceof NoSuchEndpointException missing)) {
            return Optional.empty();
        }
        return Optional.of(problem(
                lineWith(scheme(missing.getUri()), start),
                "there is no component " + scheme(missing.getUri()),
                "correct the name, or use one that Sealpost includes"));
    }

    private Optional<RouteFileProblem> option(Throwable root, Optional<String> uri, int start) {
        return found(UNKNOWN_OPTION, root)
                .map(name -> problem(
                        lineWith(name, start),
                        "the option " + name + " is unknown to "
                                + uri.map(ExplainFailure::scheme).orElse("its component"),
                        "correct its name, or delete it"));
    }

    /** The line of the step that Camel names, else that of the input of the route it names, else 0. */
    private int step(Throwable cause) {
        String id =
                switch (cause) {
                    case FailedToCreateRouteException created -> created.getRouteId();
                    case FailedToStartRouteException started -> started.getRouteId();
                    default -> null;
                };
        return routes.stream()
                .filter(route -> route.getId() != null && route.getId().equals(id))
                .mapToInt(route -> found(FAILED_STEP, cause)
                        .map(step -> line(route, step))
                        .filter(line -> line > 0)
                        .orElse(route.getInput().getLineNumber()))
                .findFirst()
                .orElse(0);
    }

    private static int line(ProcessorDefinition<?> parent, String text) {
        for (ProcessorDefinition<?> step : parent.getOutputs()) {
            int inside = line(step, text);
            if (inside > 0) {
                return inside;
            }
            if (step.toString().equalsIgnoreCase(text)) {
                return step.getLineNumber();
            }
        }
        return 0;
    }

    /** The endpoint that could not be made, as it stands in the file, without its options. */
    private static Optional<String> uri(List<Throwable> chain) {
        return chain.stream()
                .filter(ResolveEndpointFailedException.class::isInstance)
                .map(cause -> ((ResolveEndpointFailedException) cause).getUri())
                .filter(uri -> uri != null)
                .map(uri -> uri.replaceFirst("[?].*", "").replaceFirst("://", ":"))
                .reduce((outer, inner) -> inner);
    }

    private static String scheme(String uri) {
        return uri.replaceFirst(":.*", ":");
    }

    private static Optional<String> found(Pattern pattern, Throwable cause) {
        Matcher matcher = pattern.matcher(String.valueOf(cause.getMessage()));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The first line from here on that holds the text, else this line. */
    private OptionalInt lineWith(String text, int start) {
        for (int i = Math.max(0, start - 1); i < lines.length; i++) {
            if (lines[i].contains(text)) {
                return OptionalInt.of(i + 1);
            }
        }
        return known(start);
    }

    private static OptionalInt known(int line) {
        return line > 0 ? OptionalInt.of(line) : OptionalInt.empty();
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !chain.contains(cause); cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }

    private RouteFileProblem problem(OptionalInt line, String reason, String remedy) {
        return new RouteFileProblem(file.name(), line, reason, remedy);
    }
}
