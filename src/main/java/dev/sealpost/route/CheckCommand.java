package dev.sealpost.route;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command {@code check}: whether route files and connectors would run, without starting a node. */
public final class CheckCommand {

    public static final String USAGE = "check [folder or files] [--setting=value]";

    static final int FINE = 0;
    static final int PROBLEMS = 1;
    static final int WRONGLY_CALLED = 2;

    private final PrintStream out;
    private final PrintStream error;

    CheckCommand(PrintStream out, PrintStream error) {
        this.out = out;
        this.error = error;
    }

    /**
     * Prints what is wrong, each on a line {@code file:line:column: what; remedy}.
     *
     * @param defaults where the configuration is, as Spring Boot's default properties
     * @return the exit code: 0 all is well, 1 something is not, 2 wrongly called
     */
    public static int run(Map<String, Object> defaults, String... arguments) {
        return new CheckCommand(System.out, System.err).check(defaults, List.of(arguments));
    }

    int check(Map<String, Object> defaults, List<String> arguments) {
        List<String> settings = new ArrayList<>();
        List<Path> given = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.startsWith("--")) {
                settings.add(argument);
            } else {
                given.add(Path.of(argument));
            }
        }
        Optional<String> mistake = given.stream()
                .filter(path -> !Files.isDirectory(path)
                        && !(Files.exists(path)
                                && RouteFiles.isRouteFile(path.getFileName().toString())))
                .map(path -> path + " is no folder and no route file (*.camel.yaml, *.camel.xml)")
                .findFirst();
        if (mistake.isPresent()) {
            return wronglyCalled(mistake.get());
        }
        try (Offline offline = Offline.open(defaults, settings)) {
            return check(new HomeFiles(offline.home()).ask(given), new CheckFiles(offline.surroundings()));
        } catch (RuntimeException e) {
            return wronglyCalled("the configuration cannot be used: " + FailureText.of(e));
        }
    }

    private int wronglyCalled(String why) {
        error.println(why);
        error.println("usage: " + USAGE);
        return WRONGLY_CALLED;
    }

    private int check(HomeFiles.Asked files, CheckFiles check) {
        List<RouteFileProblem> problems =
                check.check(files.connectors().values(), files.routes().values()).values().stream()
                        .filter(file -> files.asked().contains(file.name()))
                        .flatMap(file -> file.problems().stream())
                        .toList();
        problems.forEach(out::println);
        error.println(
                problems.isEmpty()
                        ? "All well: " + count(files.asked().size(), "file")
                        : count(problems.size(), "problem") + " in "
                                + count(
                                        problems.stream()
                                                .map(RouteFileProblem::file)
                                                .distinct()
                                                .count(),
                                        "file"));
        return problems.isEmpty() ? FINE : PROBLEMS;
    }

    private static String count(long number, String of) {
        return number + " " + of + (number == 1 ? "" : "s");
    }
}
