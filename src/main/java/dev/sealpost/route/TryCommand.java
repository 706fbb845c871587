package dev.sealpost.route;

import java.util.Map;

/** The command {@code try}: runs a route once on a sample event, without calling anybody. */
public final class TryCommand {

    public static final String USAGE = "try <route file> --event <file> [--type <event type>] [--setting=value]";

    private TryCommand() {}

    /**
     * Prints every step and the calls that would have been made.
     *
     * @param defaults where the configuration is, as Spring Boot's default properties
     * @return the exit code: 0 the route ends well, 1 it does not, 2 wrongly called
     */
    public static int run(Map<String, Object> defaults, String... arguments) {
        System.err.println("usage: " + USAGE);
        return 2;
    }
}
