package dev.sealpost.route.command;

import dev.sealpost.connector.credential.CredentialFile;
import dev.sealpost.connector.kit.ConnectorFolder;
import dev.sealpost.connector.kit.TestConnector;
import dev.sealpost.delivery.FailureText;
import dev.sealpost.node.CommandSurroundings;
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

    private final CommandSurroundings surroundings;
    private final PrintStream out;
    private final PrintStream error;

    @Parameters(
            paramLabel = "<folder or file>",
            arity = "0..*",
            description = "Files to check. Default: routes/, connectors/ and config/credentials.yaml of SEALPOST_HOME.")
    private List<Path> paths = new ArrayList<>();

    public CheckCommand(CommandSurroundings surroundings) {
        this.surroundings = surroundings;
        this.out = surroundings.out();
        this.error = surroundings.error();
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
        try (Offline offline = Offline.open(surroundings)) {
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
        return CommandSurroundings.USAGE_ERROR;
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
        return problems.isEmpty() ? CommandSurroundings.OK : CommandSurroundings.FAILED;
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
            return CommandSurroundings.OK;
        }
        file.problems().forEach(out::println);
        file.warnings().forEach(out::println);
        if (file.problems().isEmpty()) {
            return CommandSurroundings.OK;
        }
        error.println(count(file.problems().size(), "problem") + " in config/credentials.yaml");
        return CommandSurroundings.FAILED;
    }

    private static String count(long number, String of) {
        return number + " " + of + (number == 1 ? "" : "s");
    }
}
