package dev.sealpost.node;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Checks for unknown settings before any bean is created: with a mistyped setting for the database URL, a node would
 * use another database. An unknown setting {@code sealpost.*} aborts the start. An unknown library setting or
 * environment variable, which other software may have set, is logged.
 */
final class RefuseUnknownSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Logger LOG = LoggerFactory.getLogger(RefuseUnknownSettings.class);
    private static final String VARIABLES = "SEALPOST_";
    /** Variables that Kubernetes sets in every container of a namespace with a service called sealpost. */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile("SEALPOST_(\\w+_)?(SERVICE_(HOST|PORT)\\w*|PORT|PORT_\\d+_\\w+)");

    /** Variables that the launcher or the commands that call a node read. */
    private static final Set<String> OF_COMMANDS =
            Set.of("SEALPOST_JAVA_OPTS", "SEALPOST_CACHE", "SEALPOST_LIB_REPOSITORY", "SEALPOST_URL", "SEALPOST_TOKEN");

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Path home = Path.of(context.getEnvironment().getProperty("sealpost.home.directory", "."));
        KnownSettings known = KnownSettings.in(home);
        List<EnumerablePropertySource<?>> sources = context.getEnvironment().getPropertySources().stream()
                .<EnumerablePropertySource<?>>mapMulti((source, next) -> {
                    if (source instanceof EnumerablePropertySource<?> enumerable) {
                        next.accept(enumerable);
                    }
                })
                .toList();
        List<String> refused = sources.stream()
                .flatMap(source -> Arrays.stream(source.getPropertyNames())
                        .filter(name -> name.startsWith(KnownSettings.OURS))
                        .flatMap(name -> known.objectionToOurs(name).stream()
                                .map(objection -> name + place(source, name) + " " + objection)))
                .toList();
        if (!refused.isEmpty()) {
            throw new UnusableHomeException(String.join(" ", refused));
        }
        sources.stream()
                .filter(OriginTrackedMapPropertySource.class::isInstance)
                .forEach(source -> warnOfSettings(source, known));
        warnOfVariables(context.getEnvironment().getSystemEnvironment(), known);
    }

    private static void warnOfSettings(EnumerablePropertySource<?> file, KnownSettings known) {
        Stream.of(file.getPropertyNames())
                .filter(name -> KnownSettings.OF_LIBRARIES.matcher(name).matches())
                .forEach(name -> known.objection(name)
                        .ifPresent(objection ->
                                LOG.warn("setting.unknown name={} reason={}", name + place(file, name), objection)));
    }

    private static void warnOfVariables(Map<String, Object> environment, KnownSettings known) {
        environment.keySet().stream()
                .filter(name -> name.startsWith(VARIABLES) && !OF_COMMANDS.contains(name))
                .filter(name -> !OF_KUBERNETES.matcher(name).matches() && !known.isVariable(name))
                .forEach(name -> LOG.warn(
                        "setting.unknown name={} reason={}",
                        name,
                        "no setting uses this variable, and no file in routes/ or connectors/ names it"));
    }

    /** Returns the file and line of a setting; empty if it is not from a file. */
    private static String place(PropertySource<?> source, String name) {
        Origin origin = OriginLookup.getOrigin(source, name);
        return origin instanceof TextResourceOrigin text && text.getLocation() != null
                ? " (" + text.getResource().getFilename() + ":"
                        + (text.getLocation().getLine() + 1) + ")"
                : "";
    }
}
