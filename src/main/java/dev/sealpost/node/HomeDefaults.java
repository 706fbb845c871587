package dev.sealpost.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Locations of the configuration files in the home folder, determined before any configuration is read. */
public final class HomeDefaults {

    private static final String DIRECTORY = "sealpost.home.directory";
    private static final String ARGUMENT = "--" + DIRECTORY + "=";
    private static final String CONFIG = "config";

    private HomeDefaults() {}

    /**
     * Returns default properties of Spring Boot for a process with these arguments.
     *
     * @param environment environment variables of the process
     */
    public static Map<String, Object> of(Map<String, String> environment, String... arguments) {
        Path config =
                home(environment, arguments).resolve(CONFIG).toAbsolutePath().normalize();
        Map<String, Object> defaults = new HashMap<>();
        defaults.put("spring.config.additional-location", "optional:" + folderUrl(config));
        putIfExists(defaults, "logging.config", config.resolve("logback-spring.xml"));
        putIfExists(
                defaults, "management.endpoint.jolokia.config.policyLocation", config.resolve("jolokia-access.xml"));
        return defaults;
    }

    /** Returns the folder of {@code SEALPOST_HOME}, or the working directory. */
    public static Path home(Map<String, String> environment, String... arguments) {
        Stream<String> given = Arrays.stream(arguments)
                .filter(argument -> argument.startsWith(ARGUMENT))
                .map(argument -> argument.substring(ARGUMENT.length()));
        Stream<String> fallbacks = Stream.of(
                        System.getProperty(DIRECTORY),
                        environment.get("SEALPOST_HOME_DIRECTORY"),
                        environment.get("SEALPOST_HOME"))
                .filter(Objects::nonNull);
        return Stream.concat(given, fallbacks)
                .filter(name -> !name.isBlank())
                .findFirst()
                .map(name -> Path.of(name.strip()))
                .orElse(Path.of(""));
    }

    private static void putIfExists(Map<String, Object> defaults, String key, Path file) {
        if (Files.isRegularFile(file)) {
            defaults.put(key, file.toUri().toString());
        }
    }

    /** Returns the URL with a trailing slash, which marks a folder even if it does not exist. */
    private static String folderUrl(Path folder) {
        String url = folder.toUri().toString();
        return url.endsWith("/") ? url : url + "/";
    }
}
