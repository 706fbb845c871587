package dev.sealpost.route.command;

import dev.sealpost.route.check.CheckFiles;
import dev.sealpost.route.check.CheckedFile;
import dev.sealpost.route.event.FailureText;
import dev.sealpost.route.file.HomeFiles;
import dev.sealpost.route.file.RouteFileProblem;
import dev.sealpost.route.file.RouteFiles;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code check}: whether route files and connectors would run, without starting a node. */
@Command(
        name = "check",
        description = {
            "Says whether route files and connectors would run, without starting a node.",
            "Prints each problem on a line file:line:column: what; remedy."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all is well", "1:something is not", "2:wrongly called"})
public final class CheckCommand implements Callable<Integer> {

    static final int FINE = 0;
    static final int PROBLEMS = 1;
    static final int WRONGLY_CALLED = 2;

    private final Map<String, Object> defaults;
    private final List<String> settings;
    private final PrintStream out;
    private final PrintStream error;

    @Parameters(
            paramLabel = "<folder or file>",
            arity = "0..*",
            description = "What to check. Default: routes/ and connectors/ of SEALPOST_HOME.")
    private List<Path> given = new ArrayList<>();

    @SuppressWarnings("UnusedVariable") // picocli does what it asks for
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this and ends.")
    private boolean help;

    /**
     * One that prints to the streams of this process.
     *
     * @param defaults where the configuration is, as Spring Boot's default properties
     * @param settings as on the command line of a node
     */
    public CheckCommand(Map<String, Object> defaults, List<String> settings) {
        this(defaults, settings, System.out, System.err);
    }

    CheckCommand(Map<String, Object> defaults, List<String> settings, PrintStream out, PrintStream error) {
        this.defaults = defaults;
        this.settings = settings;
        this.out = out;
        this.error = error;
    }

    /**
     * Prints what is wrong, each on a line {@code file:line:column: what; remedy}.
     *
     * @return the exit code: 0 all is well, 1 something is not, 2 wrongly called
     */
    @Override
    public Integer call() {
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
        error.println("usage: check [<folder or file>...] [--<setting>=<value>]...");
        return WRONGLY_CALLED;
    }

    private int check(HomeFiles.Asked files, CheckFiles check) {
        List<CheckedFile> checked = check
                .check(files.connectors().values(), files.routes().values())
                .values()
                .stream()
                .filter(file -> files.asked().contains(file.name()))
                .toList();
        List<RouteFileProblem> problems =
                checked.stream().flatMap(file -> file.problems().stream()).toList();
        List<RouteFileProblem> warnings =
                checked.stream().flatMap(file -> file.warnings().stream()).toList();
        problems.forEach(out::println);
        warnings.forEach(out::println);
        error.println(
                problems.isEmpty()
                        ? "All well: " + count(files.asked().size(), "file")
                                + (warnings.isEmpty() ? "" : ", " + count(warnings.size(), "warning"))
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
