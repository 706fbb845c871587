package dev.sealpost.route.check;

import dev.sealpost.connector.catalog.ParameterException;
import dev.sealpost.delivery.FailureText;
import dev.sealpost.log.SecretValues;
import dev.sealpost.route.camel.SecretPlaceholder;
import dev.sealpost.route.connector.UnknownConnectorException;
import dev.sealpost.route.file.Connectors;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import dev.sealpost.route.file.SourceLocation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.component.kamelet.FailedToCreateKameletException;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.xml.io.XmlPullParserLocationException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Converts a failure of Camel for a route file into a place, a reason and a remedy. */
public final class ExplainFailure {

    private static final String KAMELET = "kamelet:";
    private static final Class<?> YAML = MarkedYamlEngineException.class;

    private static final Pattern WITHOUT_PATH = Pattern.compile("^(uri: [a-z]+) lacks ");
    private static final Pattern UNKNOWN_OPTION = Pattern.compile("Unknown parameters=\\[\\{([A-Za-z0-9_.-]+)=");
    private static final Pattern NO_DATABASE =
            Pattern.compile("'dataSource' (?:or 'jdbcTemplate' )?is required|DataSource must be configured");
    private static final Pattern CONNECTOR_PARAMETERS =
            Pattern.compile("Route template (\\S+) the following mandatory parameters must be provided: ([^\\n]+)");

    private static final Pattern CONNECTOR_MISSING =
            Pattern.compile(ScratchCamel.NOWHERE + "/([A-Za-z0-9-]+)[.]kamelet[.]yaml");

    private final RouteFileContent.FileContent file;
    private final String[] lines;
    private final List<RouteDefinition> routes;

    /** @param routes the routes of the file, as far as it could be parsed */
    public ExplainFailure(RouteFileContent.FileContent file, List<RouteDefinition> routes) {
        this.file = file;
        this.lines = file.text().split("\n", -1);
        this.routes = routes;
    }

    /** Explains a failure. For XML that Camel cannot parse, reports everything that its schema does not allow. */
    List<RouteFileProblem> explainAll(Throwable failure) {
        boolean isXml = FailedStep.of(failure, routes).causes().stream()
                .anyMatch(XmlPullParserLocationException.class::isInstance);
        List<RouteFileProblem> unknown = isXml ? CheckElements.check(file) : List.of();
        return unknown.isEmpty() ? List.of(explain(failure)) : unknown;
    }

    public RouteFileProblem explain(Throwable failure) {
        FailedStep failed = FailedStep.of(failure, routes);
        return connector(failed)
                .map(connector -> missingJars(connector, failed).orElseGet(() -> inside(connector, explain(failed))))
                .orElseGet(() -> explain(failed));
    }

    /** Returns the called connector that failed. */
    private static Optional<String> connector(FailedStep failed) {
        return failed.causes().stream()
                .filter(FailedToCreateKameletException.class::isInstance)
                .map(cause -> ((FailedToCreateKameletException) cause).getTemplateId())
                .findFirst()
                .or(() -> failed.uri()
                        .filter(uri -> uri.startsWith(KAMELET)
                                && failed.causes().stream().anyMatch(YAML::isInstance))
                        .map(uri -> uri.substring(KAMELET.length()).replaceFirst("[/?].*", "")));
    }

    /** Names all jars at once: Camel stops at the first part that is missing. */
    private Optional<RouteFileProblem> missingJars(String connector, FailedStep failed) {
        boolean isMissing = MissingPart.of(failed.causes()).isPresent()
                || failed.root() instanceof NoSuchBeanException
                || failed.causes().stream().anyMatch(YAML::isInstance);
        List<String> jars = isMissing ? KameletJars.missing(connector) : List.of();
        return jars.isEmpty()
                ? Optional.empty()
                : Optional.of(problem(
                        placeOf(KAMELET + connector, 0),
                        "the connector " + connector + " needs " + String.join(", ", jars)
                                + ", which is not in this build",
                        MissingPart.remedy(String.join(" ", jars))));
    }

    /** Moves a problem inside a connector to the call, because its own line is in another file. */
    private RouteFileProblem inside(String connector, RouteFileProblem problem) {
        boolean ofTheCall = problem.reason().contains("connector " + connector);
        return ofTheCall
                ? problem
                : problem(
                        placeOf("kamelet:" + connector, 0),
                        "in the connector " + connector + ": " + problem.reason(),
                        problem.remedy());
    }

    private RouteFileProblem explain(FailedStep failed) {
        int start = failed.line();
        Throwable root = failed.root();
        return failed.causes().stream()
                .flatMap(cause -> syntax(cause).stream())
                .findFirst()
                .or(() -> placeholder(root, start))
                .or(() -> missing(failed, start))
                .or(() -> bean(root, start))
                .or(() -> database(failed, start))
                .or(() -> option(failed, start))
                .or(() -> connector(failed, start))
                .orElseGet(() -> problem(
                        failed.uri()
                                .or(() -> FailedStep.found(WITHOUT_PATH, root))
                                .map(uri -> placeOf(uri, start))
                                .orElse(SourceLocation.line(start)),
                        CamelText.of(root),
                        "correct it; until then the previous routes keep running, and deliveries to new routes wait"));
    }

    private Optional<RouteFileProblem> syntax(Throwable cause) {
        if (cause instanceof MarkedYamlEngineException yaml) {
            return Optional.of(problem(
                    yaml.getProblemMark()
                            .map(mark -> SourceLocation.at(mark.getLine() + 1, mark.getColumn() + 1))
                            .orElse(SourceLocation.UNKNOWN),
                    "Camel cannot parse this: " + FailureText.clean(String.valueOf(yaml.getProblem())),
                    "compare the line with Camel's YAML documentation; use the canonical form"));
        }
        if (cause instanceof XmlPullParserLocationException xml) {
            return Optional.of(problem(
                    SourceLocation.at(xml.getLineNumber(), xml.getColumnNumber()),
                    "Camel cannot parse this: " + FailureText.clean(String.valueOf(xml.getMessage())),
                    "compare the line with Camel's XML documentation"));
        }
        return Optional.empty();
    }

    private Optional<RouteFileProblem> placeholder(Throwable root, int start) {
        if (root instanceof SecretPlaceholder.UnreadableSecretException secret) {
            return Optional.of(problem(
                    placeOf("{{file:" + secret.path(), start),
                    String.valueOf(secret.getMessage()),
                    "create it, readable by the user that runs Sealpost"));
        }
        return FailedStep.found(FailedStep.PLACEHOLDER, root).map(key -> {
            SourceLocation place = placeOf("{{" + key, start);
            return key.startsWith("env:")
                    ? problem(
                            place,
                            "the environment variable " + key.substring(4) + " is not set",
                            "set it in the environment of Sealpost, or add a default: {{" + key + ":…}}")
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

    private Optional<RouteFileProblem> database(FailedStep failed, int start) {
        return NO_DATABASE.matcher(String.valueOf(failed.root().getMessage())).find()
                ? Optional.of(problem(
                        failed.uri().map(uri -> placeOf(scheme(uri), start)).orElse(SourceLocation.line(start)),
                        "the step names no database",
                        "set dataSource to the name of a database below sealpost.data-sources, such as '#shop'"))
                : Optional.empty();
    }

    private Optional<RouteFileProblem> missing(FailedStep failed, int start) {
        return MissingPart.of(failed.causes())
                .map(part -> problem(placeOf(part.subject(), start), part.reason(), part.remedy()));
    }

    private Optional<RouteFileProblem> option(FailedStep failed, int start) {
        String component = failed.uri().map(ExplainFailure::scheme).orElse("its component");
        Optional<RouteFileProblem> unknown = FailedStep.found(UNKNOWN_OPTION, failed.root())
                .map(name -> problem(
                        placeOf(name, start),
                        "the option " + name + " is unknown to " + component,
                        "correct its name, or delete it"));
        return unknown.or(() -> failed.causes().stream()
                .filter(PropertyBindingException.class::isInstance)
                .map(cause -> String.valueOf(((PropertyBindingException) cause).getPropertyName()))
                .findFirst()
                .map(name -> problem(
                        placeOf(name, start),
                        "the option " + name + " of " + component + " has an invalid value",
                        "compare it with the documentation of the component")));
    }

    private Optional<RouteFileProblem> connector(FailedStep failed, int start) {
        for (Throwable cause : failed.causes()) {
            if (cause instanceof ParameterException parameter) {
                return Optional.of(problem(
                        parameter
                                .parameter()
                                .map(name -> placeOf(name, start))
                                .orElseGet(() -> placeOfCall(parameter.connector(), start)),
                        String.valueOf(parameter.getMessage()),
                        parameter.remedy()));
            }
            if (cause instanceof UnknownConnectorException unknown) {
                return Optional.of(problem(
                        placeOf(unknown.connector(), start),
                        String.valueOf(unknown.getMessage()),
                        "correct the name; sealpost connectors lists all"));
            }
            Matcher parameters = CONNECTOR_PARAMETERS.matcher(String.valueOf(cause.getMessage()));
            Optional<String> missing = FailedStep.found(CONNECTOR_MISSING, cause);
            if (missing.isPresent()) {
                return Optional.of(problem(
                        placeOf("kamelet:" + missing.get(), start),
                        "there is no connector " + missing.get(),
                        "correct the name, or put " + missing.get() + ".kamelet.yaml into connectors/"));
            }
            if (parameters.find()) {
                return Optional.of(problem(
                        placeOf("kamelet:" + parameters.group(1), start),
                        "the connector " + parameters.group(1) + " requires " + parameters.group(2),
                        "set it under parameters"));
            }
        }
        return Optional.empty();
    }

    private static String scheme(String uri) {
        return uri.replaceFirst(":.*", ":");
    }

    /** Returns the first occurrence of the text at or after this line, else this line. */
    private SourceLocation placeOf(String text, int start) {
        for (int i = Math.max(0, start - 1); i < lines.length; i++) {
            int column = Math.max(lines[i].indexOf(text), lines[i].indexOf(text.replaceFirst(":", "://")));
            if (column >= 0) {
                return SourceLocation.at(i + 1, column + 1);
            }
        }
        return SourceLocation.line(start);
    }

    /** Returns the first call of the connector at or after this line, by its full or short name. */
    private SourceLocation placeOfCall(String connector, int start) {
        for (int i = Math.max(0, start - 1); i < lines.length; i++) {
            if (Connectors.isNamedIn(lines[i], connector)) {
                int column = Math.max(lines[i].indexOf("connector:"), lines[i].indexOf("kamelet:"));
                return SourceLocation.at(i + 1, column + 1);
            }
        }
        return SourceLocation.line(start);
    }

    private RouteFileProblem problem(SourceLocation place, String reason, String remedy) {
        return new RouteFileProblem(file.name(), place, SecretValues.mask(reason), remedy);
    }
}
