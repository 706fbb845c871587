package dev.sealpost.route;

import dev.sealpost.log.SecretValues;
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
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.component.kamelet.FailedToCreateKameletException;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.xml.io.XmlPullParserLocationException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Turns what Camel says about a route file into a place, a reason and a remedy. */
final class ExplainFailure {

    private static final Pattern FAILED_STEP = Pattern.compile(">>> (.*) <<< in route", Pattern.DOTALL);
    private static final Pattern WITHOUT_PATH = Pattern.compile("^(uri: [a-z]+) lacks ");
    private static final Pattern UNKNOWN_OPTION = Pattern.compile("Unknown parameters=\\[\\{([A-Za-z0-9_.-]+)=");
    private static final Pattern PLACEHOLDER =
            Pattern.compile("Property with key \\[([^\\]]+)] (?:not found|using function)");
    private static final Pattern CONNECTOR_PARAMETERS =
            Pattern.compile("Route template (\\S+) the following mandatory parameters must be provided: ([^\\n]+)");

    private static final Pattern CONNECTOR_MISSING =
            Pattern.compile(ScratchCamel.NOWHERE + "/([A-Za-z0-9-]+)[.]kamelet[.]yaml");

    private final Found.Content file;
    private final String[] lines;
    private final List<RouteDefinition> routes;

    /** @param routes those of the file, as far as it could be read */
    ExplainFailure(Found.Content file, List<RouteDefinition> routes) {
        this.file = file;
        this.lines = file.text().split("\n", -1);
        this.routes = routes;
    }

    /** Of a file in XML that Camel does not understand, everything that is not in its schema; else the failure. */
    List<RouteFileProblem> explainAll(Throwable failure) {
        boolean isXml = chain(failure).stream().anyMatch(XmlPullParserLocationException.class::isInstance);
        List<RouteFileProblem> unknown = isXml ? CheckElements.check(file) : List.of();
        return unknown.isEmpty() ? List.of(explain(failure)) : unknown;
    }

    RouteFileProblem explain(Throwable failure) {
        List<Throwable> chain = chain(failure);
        return chain.stream()
                .filter(FailedToCreateKameletException.class::isInstance)
                .map(cause -> ((FailedToCreateKameletException) cause).getTemplateId())
                .findFirst()
                .map(connector -> inside(connector, explain(chain)))
                .orElseGet(() -> explain(chain));
    }

    /** What is wrong in the steps of a connector has no place in the file that calls it, other than the call. */
    private RouteFileProblem inside(String connector, RouteFileProblem problem) {
        boolean ofTheCall = problem.reason().contains("connector " + connector);
        return ofTheCall
                ? problem
                : problem(
                        placeOf("kamelet:" + connector, 0),
                        "in the connector " + connector + ": " + problem.reason(),
                        problem.remedy());
    }

    private RouteFileProblem explain(List<Throwable> chain) {
        int start = chain.stream().mapToInt(cause -> line(cause, chain)).max().orElse(0);
        Throwable root = chain.getLast();
        return chain.stream()
                .flatMap(cause -> syntax(cause).stream())
                .findFirst()
                .or(() -> placeholder(root, start))
                .or(() -> missing(chain, start))
                .or(() -> bean(root, start))
                .or(() -> option(chain, start))
                .or(() -> connector(chain, start))
                .orElseGet(() -> problem(
                        uri(chain)
                                .or(() -> found(WITHOUT_PATH, root))
                                .map(uri -> placeOf(uri, start))
                                .orElse(Place.line(start)),
                        CamelText.of(root),
                        "correct it; until then what ran before runs on, and what new routes are owed waits"));
    }

    /** What to take out so that the rest can be built, the likeliest first: a step, the input of a route, a route. */
    List<String> culprits(Throwable failure) {
        List<Throwable> chain = chain(failure);
        return chain.stream()
                .flatMap(cause -> route(cause).stream()
                        .flatMap(route -> Stream.concat(
                                step(route, cause, chain).map(ExplainFailure::key).stream(),
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

    private Optional<RouteFileProblem> syntax(Throwable cause) {
        if (cause instanceof MarkedYamlEngineException yaml) {
            return Optional.of(problem(
                    yaml.getProblemMark()
                            .map(mark -> Place.at(mark.getLine() + 1, mark.getColumn() + 1))
                            .orElse(Place.UNKNOWN),
                    "Camel does not know this: " + FailureText.clean(String.valueOf(yaml.getProblem())),
                    "compare the line with Camel's YAML documentation; use the canonical form"));
        }
        if (cause instanceof XmlPullParserLocationException xml) {
            return Optional.of(problem(
                    Place.at(xml.getLineNumber(), xml.getColumnNumber()),
                    "Camel does not know this: " + FailureText.clean(String.valueOf(xml.getMessage())),
                    "compare the line with Camel's XML documentation"));
        }
        return Optional.empty();
    }

    private Optional<RouteFileProblem> placeholder(Throwable root, int start) {
        if (root instanceof SecretPlaceholder.UnreadableSecretException secret) {
            return Optional.of(problem(
                    placeOf("{{file:" + secret.path(), start),
                    String.valueOf(secret.getMessage()),
                    "put the secret there, readable for the user that runs Sealpost"));
        }
        return found(PLACEHOLDER, root).map(key -> {
            Place place = placeOf("{{" + key, start);
            return key.startsWith("env:")
                    ? problem(
                            place,
                            "the environment has no variable " + key.substring(4),
                            "set it where Sealpost is started, or give a default: {{" + key + ":…}}")
                    : problem(
                            place,
                            "the placeholder {{" + key + "}} has no value",
                            "set the property " + key + " in config/application.yaml or in the environment");
        });
    }

    private Optional<RouteFileProblem> bean(Throwable root, int start) {
        return root instanceof NoSuchBeanException missing
                ? Optional.of(problem(
                        placeOf(String.valueOf(missing.getName()), start),
                        "there is no bean " + missing.getName(),
                        "correct the name, or define the bean in the file (beans)"))
                : Optional.empty();
    }

    private Optional<RouteFileProblem> missing(List<Throwable> chain, int start) {
        return MissingPart.of(chain).map(part -> problem(placeOf(part.subject(), start), part.reason(), part.remedy()));
    }

    private Optional<RouteFileProblem> option(List<Throwable> chain, int start) {
        String component = uri(chain).map(ExplainFailure::scheme).orElse("its component");
        Optional<RouteFileProblem> unknown = found(UNKNOWN_OPTION, chain.getLast())
                .map(name -> problem(
                        placeOf(name, start),
                        "the option " + name + " is unknown to " + component,
                        "correct its name, or delete it"));
        return unknown.or(() -> chain.stream()
                .filter(PropertyBindingException.class::isInstance)
                .map(cause -> String.valueOf(((PropertyBindingException) cause).getPropertyName()))
                .findFirst()
                .map(name -> problem(
                        placeOf(name, start),
                        "the option " + name + " of " + component + " cannot have this value",
                        "compare it with the documentation of the component")));
    }

    private Optional<RouteFileProblem> connector(List<Throwable> chain, int start) {
        for (Throwable cause : chain) {
            Matcher parameters = CONNECTOR_PARAMETERS.matcher(String.valueOf(cause.getMessage()));
            Optional<String> missing = found(CONNECTOR_MISSING, cause);
            if (missing.isPresent()) {
                return Optional.of(problem(
                        placeOf("kamelet:" + missing.get(), start),
                        "there is no connector " + missing.get(),
                        "correct the name, or put " + missing.get() + ".kamelet.yaml into connectors/"));
            }
            if (parameters.find()) {
                return Optional.of(problem(
                        placeOf("kamelet:" + parameters.group(1), start),
                        "the connector " + parameters.group(1) + " needs " + parameters.group(2),
                        "give it under parameters"));
            }
        }
        return Optional.empty();
    }

    /** The line of the step that Camel names, else that of the input of the route it names, else 0. */
    private int line(Throwable cause, List<Throwable> chain) {
        return route(cause)
                .map(route -> step(route, cause, chain)
                        .map(ProcessorDefinition::getLineNumber)
                        .filter(line -> line > 0)
                        .orElse(route.getInput().getLineNumber()))
                .orElse(0);
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
    private static Optional<ProcessorDefinition<?>> step(
            RouteDefinition route, Throwable cause, List<Throwable> chain) {
        Optional<ProcessorDefinition<?>> named = found(FAILED_STEP, cause)
                .flatMap(text -> inside(route, step -> step.toString().equalsIgnoreCase(text)));
        ProcessorDefinition<?> outer = named.isPresent() ? named.get() : route;
        return subject(chain)
                .<ProcessorDefinition<?>>flatMap(text -> inside(outer, step -> names(step.toString(), text)))
                .or(() -> named);
    }

    /** What is wrong, as it stands in the file: an endpoint, a bean or a placeholder. */
    private static Optional<String> subject(List<Throwable> chain) {
        Throwable root = chain.getLast();
        return found(PLACEHOLDER, root)
                .or(() -> root instanceof NoSuchBeanException missing
                        ? Optional.ofNullable(missing.getName())
                        : uri(chain));
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

    /** The first place from this line on where the text stands, else this line. */
    private Place placeOf(String text, int start) {
        for (int i = Math.max(0, start - 1); i < lines.length; i++) {
            int column = Math.max(lines[i].indexOf(text), lines[i].indexOf(text.replaceFirst(":", "://")));
            if (column >= 0) {
                return Place.at(i + 1, column + 1);
            }
        }
        return Place.line(start);
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !chain.contains(cause); cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }

    private RouteFileProblem problem(Place place, String reason, String remedy) {
        return new RouteFileProblem(file.name(), place, SecretValues.mask(reason), remedy);
    }
}
