package dev.sealpost.route;

import java.util.Map;

/** The command {@code check}: whether route files and connectors would run, without starting a node. */
public final class CheckCommand {

    public static final String USAGE = "check [folder or files] [--setting=value]";

    private CheckCommand() {}

    /**
     * Prints what is wrong.
     *
     * @param defaults where the configuration is, as Spring Boot's default properties
     * @return the exit code: 0 all is well, 1 something is not, 2 wrongly called
     */
    public static int run(Map<String, Object> defaults, String... arguments) {
        System.err.println("usage: " + USAGE);
        return 2;
    }
}
