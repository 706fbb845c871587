package dev.sealpost.route.check;

import dev.sealpost.log.SecretValues;
import dev.sealpost.route.camel.RefusePaths;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.NoSuchLanguageException;

/**
 * Part that a route requires and this build lacks.
 *
 * @param subject name as written in the file
 * @param artifact Camel jar that provides it; empty if Camel has no such part
 */
record MissingPart(String kind, String subject, Optional<String> artifact) {

    /** Opens paths of the HTTP server, and is refused where it is there. */
    private static final String PATHS = "camel-platform-http";

    private static final Pattern DATA_FORMAT = Pattern.compile("Data format '([^']+)' could not be created");
    private static final Pattern LANGUAGE = Pattern.compile("No language could be found for: (\\S+)");
    private static final Pattern TOKENIZER = Pattern.compile("Cannot find a tokenizer named: (\\S+)");
    private static final Pattern CIRCUIT_BREAKER = Pattern.compile("Cannot find camel-resilience4j");
    private static final Pattern SAGA = Pattern.compile("SagaService");
    private static final Pattern SERVICE_CALL = Pattern.compile("(?i)ServiceCall|ServiceDiscovery|ServiceLoadBalancer");
    private static final Pattern REST = Pattern.compile("Cannot find Rest(?:Api)?(?:Consumer|Producer)Factory");
    private static final Pattern CLASS = Pattern.compile(
            "(?:ClassNotFoundException|NoClassDefFoundError|CannotResolveClass\\w*): (?:class )?(\\S+)");

    /** @param chain failure and its causes */
    static Optional<MissingPart> of(List<Throwable> chain) {
        Throwable root = chain.getLast();
        return switch (root) {
            case NoSuchEndpointException endpoint -> Optional.of(component(endpoint.getUri()));
            case NoSuchLanguageException language -> Optional.of(known("language", language.getLanguage()));
            case NoSuchBeanException bean ->
                byMessage(root).filter(part -> !part.kind().equals("class"));
            case NullPointerException inside
            when isOfTokenizer(inside) ->
                Optional.of(known("tokenizer", "langChain4jLineTokenizer")); // one jar contains all tokenizers
            default ->
                chain.reversed().stream()
                        .flatMap(cause -> byMessage(cause).stream())
                        .findFirst();
        };
    }

    private static boolean isOfTokenizer(Throwable failure) {
        return Arrays.stream(failure.getStackTrace())
                .anyMatch(frame -> frame.getClassName().endsWith("TokenizerReifier"));
    }

    /** Removes the number of a component that a connector defines, because it changes at each start. */
    private static MissingPart component(String uri) {
        String scheme = SecretValues.mask(uri.replaceFirst("(?s)[:?].*", "")).replaceFirst("-[0-9]+$", "");
        return new MissingPart("component", scheme + ":", CamelArtifacts.of("component", scheme));
    }

    private static Optional<MissingPart> byMessage(Throwable cause) {
        return named(DATA_FORMAT, cause)
                .map(name -> known("dataformat", name))
                .or(() -> named(LANGUAGE, cause).map(name -> known("language", name)))
                .or(() -> named(TOKENIZER, cause).map(name -> known("tokenizer", name)))
                .or(() -> says(CIRCUIT_BREAKER, cause, "circuitBreaker", "camel-resilience4j"))
                .or(() -> says(SAGA, cause, "saga", "camel-lra"))
                .or(() -> says(REST, cause, "rest", PATHS))
                .or(() -> says(SERVICE_CALL, cause, "serviceCall", "camel-consul"))
                .or(() -> named(CLASS, cause).map(name -> known("class", name.replace('/', '.'))));
    }

    private static MissingPart known(String kind, String name) {
        return new MissingPart(kind, name, CamelArtifacts.of(kind, name));
    }

    private static Optional<MissingPart> says(Pattern pattern, Throwable cause, String step, String artifact) {
        return pattern.matcher(String.valueOf(cause.getMessage())).find()
                ? Optional.of(new MissingPart("step", step, Optional.of(artifact)))
                : Optional.empty();
    }

    private static Optional<String> named(Pattern pattern, Throwable cause) {
        Matcher matcher = pattern.matcher(cause.toString());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    String reason() {
        String words = kind.equals("dataformat") ? "data format" : kind;
        return artifact.map(jar -> kind.equals("component")
                        ? "there is no component " + subject + " in this build: it needs " + jar
                        : words + " " + subject + " needs " + jar + ", which is not in this build")
                .orElse("there is no " + words + " " + subject);
    }

    String remedy() {
        return artifact.map(jar -> jar.equals(PATHS) ? RefusePaths.REMEDY : remedy(jar))
                .orElseGet(() -> switch (kind) {
                    case "class" -> "correct the name, or put the jar of the class into lib/ and restart";
                    default -> "correct the name, or put the jar that contains it into lib/ and restart";
                });
    }

    /** @param artifacts separated by spaces */
    static String remedy(String artifacts) {
        return "put the jars and those that they need into lib/ and restart: sealpost lib add " + artifacts;
    }
}
