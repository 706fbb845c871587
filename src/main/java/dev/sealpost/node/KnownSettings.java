package dev.sealpost.node;

import dev.sealpost.identifier.NearestName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.function.SingletonSupplier;

/** Known settings: those of Sealpost, of its libraries, and of route, connector or configuration files. */
public final class KnownSettings {

    /** Prefix of all settings of Sealpost, and of no others. */
    static final String OURS = "sealpost.";

    static final Pattern OF_LIBRARIES = Pattern.compile("(server|spring|management|logging|camel|hawtio)[.].*");

    private static final Logger LOG = LoggerFactory.getLogger(KnownSettings.class);
    private static final List<String> OF_THE_HOME = List.of("routes", "connectors", "config");
    private static final List<String> OF_THE_JAR = Stream.concat(
                    Stream.of("classpath*:routes/**/*.*", "classpath*:connectors/**/*.*"),
                    SettingNames.CONFIGURATION.stream().map("classpath:"::concat))
            .toList();

    /** Charset to read any file with, since setting names are ASCII. */
    private static final Charset CHARACTERS = StandardCharsets.ISO_8859_1;

    private static final int DEPTH = 8;
    private static final long LARGEST = 1024 * 1024;

    private final Supplier<SettingNames> sealpost;
    private final Supplier<SettingNames> libraries;
    private final Supplier<List<String>> files;

    private KnownSettings(Path home, ClassLoader classes) {
        this.sealpost = SingletonSupplier.of(() -> SettingNames.ofSealpost(classes));
        this.libraries = SingletonSupplier.of(() -> SettingNames.ofLibraries(classes));
        this.files = SingletonSupplier.of(() -> texts(home, classes));
    }

    /**
     * Returns the known settings of a node.
     *
     * @param home folder whose files may name additional settings
     */
    public static KnownSettings in(Path home) {
        return new KnownSettings(home, KnownSettings.class.getClassLoader());
    }

    /**
     * Explains why a setting is unknown.
     *
     * @param name as written, such as {@code server.prot}
     * @return empty for a known setting; otherwise a phrase to follow the name, with the closest known name
     */
    public Optional<String> objection(String name) {
        ConfigurationPropertyName parsed = ConfigurationPropertyName.adapt(name, '.');
        if (sealpost.get().contains(parsed) || libraries.get().contains(parsed) || isNamedInAFile(name)) {
            return Optional.empty();
        }
        String replacement = libraries.get().replaced().get(parsed);
        if (replacement != null) {
            return Optional.of(
                    "no longer exists" + (replacement.isEmpty() ? "." : ": " + replacement + " replaces it."));
        }
        return Optional.of(nearest(parsed)
                .map(suggestion -> "does not exist: did you mean " + suggestion + "?")
                .orElse("does not exist, and no file in routes/ or connectors/ names it. docs/configuration.md lists"
                        + " the settings."));
    }

    /** Checks settings of Sealpost only, which avoids loading the metadata of libraries. */
    Optional<String> objectionToOurs(String name) {
        return sealpost.get().contains(ConfigurationPropertyName.adapt(name, '.')) ? Optional.empty() : objection(name);
    }

    /**
     * @return whether the environment variable stands for a known setting or is named in a file
     */
    boolean isVariable(String variable) {
        SettingNames ours = sealpost.get();
        return ours.single().stream().anyMatch(name -> variablesOf(name).anyMatch(variable::equals))
                || Stream.concat(ours.open().stream(), ours.lists().stream())
                        .anyMatch(name -> variablesOf(name).anyMatch(start -> variable.startsWith(start + "_")))
                || isNamedInAFile(variable);
    }

    /** Returns the variables of a setting: Spring Boot drops dashes, but also accepts underscores for them. */
    private static Stream<String> variablesOf(ConfigurationPropertyName name) {
        String upper = name.toString().toUpperCase(Locale.ROOT).replace('.', '_');
        return Stream.of(upper.replace("-", ""), upper.replace('-', '_'));
    }

    private Optional<String> nearest(ConfigurationPropertyName name) {
        return NearestName.of(
                name.toString(),
                Stream.of(sealpost, libraries)
                        .flatMap(names -> names.get().single().stream())
                        .map(ConfigurationPropertyName::toString)
                        .collect(Collectors.toSet()));
    }

    /** A setting of a library or of Sealpost has to be used, as in {@code {{server.port}}}: the file that sets it names it, too. */
    private boolean isNamedInAFile(String name) {
        String quoted = Pattern.quote(name);
        Pattern use = Pattern.compile(
                name.startsWith(OURS) || OF_LIBRARIES.matcher(name).matches()
                        ? "[{]\\s*[?!]?" + quoted + "\\s*[:}]"
                        : "(?<![\\w.-])" + quoted + "(?![\\w.-])");
        return files.get().stream().anyMatch(text -> use.matcher(text).find());
    }

    private static List<String> texts(Path home, ClassLoader classes) {
        PathMatchingResourcePatternResolver jar = new PathMatchingResourcePatternResolver(classes);
        List<String> texts = new ArrayList<>();
        try {
            for (String pattern : OF_THE_JAR) {
                for (Resource file : jar.getResources(pattern)) {
                    texts.add(file.getContentAsString(CHARACTERS));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The jar is damaged: " + e.getMessage(), e);
        }
        OF_THE_HOME.forEach(folder -> addTexts(home.resolve(folder), texts));
        return texts;
    }

    /** Adds the readable files; others are reported by their readers. */
    private static void addTexts(Path folder, List<String> texts) {
        try (Stream<Path> files = Files.walk(folder, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.size(file) <= LARGEST) {
                    texts.add(Files.readString(file, CHARACTERS));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("settings.unread folder={} reason={}", folder, e.toString());
        }
    }
}
