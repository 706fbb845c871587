package dev.sealpost.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names of the jars that Sealpost includes, whether it runs from its jar, from the layout of the launcher, or from a build.
 *
 * @param names such as {@code camel-core-model-4.17.0.jar}
 */
record IncludedJars(Set<String> names) {

    private static final String IN_EVERY_JAR = "META-INF/MANIFEST.MF";
    private static final Pattern JAR = Pattern.compile(".*/([^/!]+[.]jar)(?:!|/!).*");

    IncludedJars {
        names = Set.copyOf(names);
    }

    static IncludedJars of(ClassLoader classes) {
        try {
            return new IncludedJars(Collections.list(classes.getResources(IN_EVERY_JAR)).stream()
                    .map(URL::toString)
                    .flatMap(url -> JAR.matcher(url).results().map(match -> match.group(1)))
                    .collect(Collectors.toSet()));
        } catch (IOException e) {
            throw new UncheckedIOException("The class path cannot be read", e);
        }
    }

    /** Returns the version of an artifact; empty if Sealpost does not include it. */
    Optional<String> version(String artifactId) {
        Pattern versions = Pattern.compile(Pattern.quote(artifactId) + "-(\\d.*)[.]jar");
        return names.stream()
                .map(versions::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .findFirst();
    }

    boolean contains(String artifactId) {
        return version(artifactId).isPresent();
    }
}
