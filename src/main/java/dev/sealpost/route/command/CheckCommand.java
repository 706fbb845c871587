package dev.sealpost.route.command;

import dev.sealpost.connector.credential.CredentialFile;
import dev.sealpost.connector.kit.ConnectorFolder;
import dev.sealpost.connector.kit.TestConnector;
import dev.sealpost.delivery.FailureText;
import dev.sealpost.route.check.CheckFiles;
import dev.sealpost.route.check.CheckedFile;
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
import picocli.CommandLine.Parameters;

/** Command {@code check}: checks route files and connectors without starting a node. */
@Command(
        name = "check",
        description = {
            "Checks route files, connectors and credentials without starting a node.",
            "Prints each problem on a line file:line:column: reason; remedy."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:no problems", "1:problems found", "2:invalid usage or configuration"})
public final class CheckCommand implements Callable<Integer> {

    static final int OK = 0;
    static final int PROBLEMS = 1;
    static final int USAGE_ERROR = 2;

    private final Map<String, Object> defaults;
    private final List<String> settings;
    private final PrintStream out;
    private final PrintStream error;

    @Parameters(
            paramLabel = "<folder or file>",
            arity = "0..*",
            description = "Files to check. Default: routes/, connectors/ and config/credentials.yaml of SEALPOST_HOME.")
    private List<Path> paths = new ArrayList<>();

    /**
     * Creates a command that prints to the streams of this process.
     *
     * @param defaults location of the configuration, as Spring Boot's default properties
     * @param settings the settings as on the command line of a node
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
     * Prints each problem on a line {@code file:line:column: reason; remedy}.
     *
     * @return exit code: 0 no problems, 1 problems found, 2 invalid usage or configuration
     */
    @Override
    public Integer call() {
        Optional<String> mistake = paths.stream()
                .filter(path -> !Files.isDirectory(path)
                        && !(Files.exists(path)
                                && RouteFiles.isRouteFile(path.getFileName().toString())))
                .map(path -> path + " is not a folder or a route file (*.camel.yaml, *.camel.xml)")
                .findFirst();
        if (mistake.isPresent()) {
            return usageError(mistake.get());
        }
        try (Offline offline = Offline.open(defaults, settings)) {
            int code = check(new HomeFiles(offline.home()).select(paths), new CheckFiles(offline.environment()));
            checkRules(offline.home().resolve("connectors"));
            return Math.max(code, checkCredentials(offline.credentials()));
        } catch (RuntimeException e) {
            return usageError("invalid configuration: " + FailureText.of(e));
        }
    }

    private int usageError(String why) {
        error.println(why);
        error.println("usage: check [<folder or file>...] [--<setting>=<value>]...");
        return USAGE_ERROR;
    }

    private int check(HomeFiles.SelectedFiles files, CheckFiles check) {
        List<CheckedFile> checked = check
                .check(files.connectors().values(), files.routes().values())
                .values()
                .stream()
                .filter(file -> files.requested().contains(file.name()))
                .toList();
        List<RouteFileProblem> problems =
                checked.stream().flatMap(file -> file.problems().stream()).toList();
        List<RouteFileProblem> warnings =
                checked.stream().flatMap(file -> file.warnings().stream()).toList();
        problems.forEach(out::println);
        warnings.forEach(out::println);
        error.println(
                problems.isEmpty()
                        ? "No problems: " + count(files.requested().size(), "file")
                                + (warnings.isEmpty() ? "" : ", " + count(warnings.size(), "warning"))
                        : count(problems.size(), "problem") + " in "
                                + count(
                                        problems.stream()
                                                .map(RouteFileProblem::file)
                                                .distinct()
                                                .count(),
                                        "file"));
        return problems.isEmpty() ? OK : PROBLEMS;
    }

    /** Warns of broken rules for connectors, unless only some files are asked for. */
    private void checkRules(Path connectors) {
        if (paths.isEmpty()) {
            ConnectorFolder.in(connectors).stream()
                    .flatMap(folder -> TestConnector.rules(folder).stream())
                    .forEach(finding -> out.println("connectors/" + finding.place() + ": warning: " + finding.text()
                            + "; see docs/writing-a-connector.md"));
        }
    }

    /** Checks the credentials, unless only some files are asked for. */
    private int checkCredentials(CredentialFile file) {
        if (!paths.isEmpty()) {
            return OK;
        }
        file.problems().forEach(out::println);
        file.warnings().forEach(out::println);
        if (file.problems().isEmpty()) {
            return OK;
        }
        error.println(count(file.problems().size(), "problem") + " in config/credentials.yaml");
        return PROBLEMS;
    }

    private static String count(long number, String of) {
        return number + " " + of + (number == 1 ? "" : "s");
    }
}
