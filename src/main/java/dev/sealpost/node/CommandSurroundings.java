package dev.sealpost.node;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Configuration and streams of a command that works without a running node.
 *
 * @param defaults location of the configuration, as Spring Boot's default properties
 * @param settings settings as on the command line of a node, such as {@code --spring.profiles.active=demo}
 */
public record CommandSurroundings(
        Map<String, Object> defaults, List<String> settings, PrintStream out, PrintStream error) {

    /** Exit codes of these commands. */
    public static final int OK = 0;

    public static final int FAILED = 1;
    public static final int USAGE_ERROR = 2;

    public CommandSurroundings {
        defaults = Map.copyOf(defaults);
        settings = List.copyOf(settings);
    }

    /** Returns the surroundings with the streams of this process. */
    public static CommandSurroundings ofThisProcess(Map<String, Object> defaults, List<String> settings) {
        return new CommandSurroundings(defaults, settings, System.out, System.err);
    }

    /**
     * Reads the configuration and starts these beans, without a web server and without logs.
     *
     * @param beans a configuration class
     * @throws RuntimeException if the configuration cannot be read
     */
    public ConfigurableApplicationContext open(Class<?> beans) {
        SpringApplication application = new SpringApplication(beans);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        Map<String, Object> quiet = new HashMap<>(defaults);
        quiet.put("logging.level.root", "OFF"); // the command prints instead
        application.setDefaultProperties(quiet);
        return application.run(settings.toArray(String[]::new));
    }
}
