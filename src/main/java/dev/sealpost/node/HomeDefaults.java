package dev.sealpost.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Where the configuration is that a home brings along; known before any configuration is read. */
public final class HomeDefaults {

    private static final String DIRECTORY = "sealpost.home.directory";
    private static final String ARGUMENT = "--" + DIRECTORY + "=";
    private static final String CONFIG = "config";

    private HomeDefaults() {}

    /**
     * Gives Spring Boot's default properties for a process that is started here with these arguments.
     *
     * @param environment the variables of the process
     */
    public static Map<String, Object> of(Map<String, String> environment, String... arguments) {
        Path config =
                home(environment, arguments).resolve(CONFIG).toAbsolutePath().normalize();
        Map<String, Object> defaults = new HashMap<>();
        defaults.put("spring.config.additional-location", "optional:" + folderUrl(config));
        putIfThere(defaults, "logging.config", config.resolve("logback-spring.xml"));
        putIfThere(defaults, "management.endpoint.jolokia.config.policyLocation", config.resolve("jolokia-access.xml"));
        return defaults;
    }

    /** The folder that {@code SEALPOST_HOME} names, or the one that this process was started in. */
    public static Path home(Map<String, String> environment, String... arguments) {
        Stream<String> given = Arrays.stream(arguments)
                .filter(argument -> argument.startsWith(ARGUMENT))
                .map(argument -> argument.substring(ARGUMENT.length()));
        Stream<String> otherwise = Stream.of(
                        System.getProperty(DIRECTORY),
                        environment.get("SEALPOST_HOME_DIRECTORY"),
                        environment.get("SEALPOST_HOME"))
                .filter(Objects::nonNull);
        return Stream.concat(given, otherwise)
                .filter(name -> !name.isBlank())
                .findFirst()
                .map(name -> Path.of(name.strip()))
                .orElse(Path.of(""));
    }

    private static void putIfThere(Map<String, Object> defaults, String key, Path file) {
        if (Files.isRegularFile(file)) {
            defaults.put(key, file.toUri().toString());
        }
    }

    /** With the slash at the end that makes it a folder, whether it exists or not. */
    private static String folderUrl(Path folder) {
        String url = folder.toUri().toString();
        return url.endsWith("/") ? url : url + "/";
    }
}
