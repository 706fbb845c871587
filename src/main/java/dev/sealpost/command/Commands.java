package dev.sealpost.command;

import dev.sealpost.backup.RestoreCommand;
import dev.sealpost.backup.VerifyBackupCommand;
import dev.sealpost.connector.command.ConnectCommand;
import dev.sealpost.connector.command.ConnectorCommand;
import dev.sealpost.connector.command.ConnectorsCommand;
import dev.sealpost.connector.command.NewCommand;
import dev.sealpost.connector.command.TestCommand;
import dev.sealpost.library.AddLibraryCommand;
import dev.sealpost.library.LibCommand;
import dev.sealpost.node.CommandSurroundings;
import dev.sealpost.node.KnownSettings;
import dev.sealpost.node.StartCache;
import dev.sealpost.route.command.CheckCommand;
import dev.sealpost.route.command.DeployCommand;
import dev.sealpost.route.command.DeploymentsCommand;
import dev.sealpost.route.command.TryCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs the commands of the command line. */
public final class Commands {

    private static final String LIB_REPOSITORY = "SEALPOST_LIB_REPOSITORY";
    private static final int USAGE_ERROR = 2;
    /** {@code EX_SOFTWARE} of {@code sysexits.h}. */
    private static final int SOFTWARE = 70;

    private final Map<String, Object> defaults;
    private final Path home;
    private final KnownSettings known;
    private final PrintWriter out;
    private final PrintWriter error;

    Commands(Map<String, Object> defaults, Path home, KnownSettings known, PrintWriter out, PrintWriter error) {
        this.defaults = defaults;
        this.home = home;
        this.known = known;
        this.out = out;
        this.error = error;
    }

    /**
     * Runs the command in the arguments. Unknown arguments are an error.
     *
     * @param defaults locations of the configuration, as default properties of Spring Boot
     * @param home the folder with routes/, connectors/, config/ and lib/
     * @param known the allowed settings
     * @return the exit code of the command, 2 for invalid arguments; empty to start a node
     */
    public static OptionalInt run(Map<String, Object> defaults, Path home, KnownSettings known, String... arguments) {
        return new Commands(defaults, home, known, writer(System.out), writer(System.err)).answer(arguments);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }

    OptionalInt answer(String... arguments) {
        Arguments read;
        try {
            read = Arguments.of(arguments);
        } catch (IllegalArgumentException e) {
            error.println(e.getMessage());
            return OptionalInt.of(USAGE_ERROR);
        }
        List<String> invalid = read.settingNames()
                .flatMap(name -> known.objection(name).stream().map(objection -> "--" + name + " " + objection))
                .toList();
        if (!invalid.isEmpty()) {
            invalid.forEach(error::println);
            return OptionalInt.of(USAGE_ERROR);
        }
        if (read.others().isEmpty()) {
            return OptionalInt.empty(); // a plain start: picocli would load itself and, where it finds it, Groovy
        }
        Sealpost sealpost = new Sealpost();
        int code = commandLine(sealpost, read).execute(read.others().toArray(String[]::new));
        return sealpost.isStarting() ? OptionalInt.empty() : OptionalInt.of(code);
    }

    private CommandLine commandLine(Sealpost sealpost, Arguments read) {
        CommandSurroundings surroundings = CommandSurroundings.ofThisProcess(defaults, read.settings());
        return new CommandLine(sealpost)
                .addSubcommand(withHelp(new CheckCommand(surroundings)))
                .addSubcommand(withHelp(new TryCommand(surroundings)))
                .addSubcommand(withHelp(new ConnectorCommand())
                        .addSubcommand(withHelp(new ConnectCommand(surroundings, System.in)))
                        .addSubcommand(withHelp(new NewCommand(surroundings)))
                        .addSubcommand(withHelp(new TestCommand(surroundings))))
                .addSubcommand(withHelp(new ConnectorsCommand(surroundings)))
                .addSubcommand(withHelp(new DeployCommand()))
                .addSubcommand(withHelp(new DeploymentsCommand()))
                .addSubcommand(withHelp(new RestoreCommand(read.settings())))
                .addSubcommand(withHelp(new VerifyBackupCommand(read.settings())))
                .addSubcommand(withHelp(new MakeCacheCommand(StartCache.ofThisProcess(), read.settings())))
                .addSubcommand(withHelp(new LibCommand())
                        .addSubcommand(withHelp(new AddLibraryCommand(
                                home, read.settings(), Optional.ofNullable(System.getenv(LIB_REPOSITORY))))))
                .setOut(out)
                .setErr(error)
                .setParameterExceptionHandler((invalid, given) -> explain(invalid))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    error.println("Failed: " + failure);
                    return SOFTWARE;
                });
    }

    private static CommandLine withHelp(Object command) {
        CommandLine line = new CommandLine(command);
        line.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .type(boolean.class)
                        .usageHelp(true)
                        .description("Shows this help and exits.")
                        .build());
        return line;
    }

    private int explain(ParameterException invalid) {
        error.println(invalid.getMessage());
        UnmatchedArgumentException.printSuggestions(invalid, error);
        CommandLine command = invalid.getCommandLine();
        error.println(invalid instanceof UnmatchedArgumentException unmatched ? remedy(unmatched) : "");
        error.println("Help: java -jar sealpost.jar "
                + command.getCommandSpec()
                        .qualifiedName(" ")
                        .replaceFirst("^sealpost ?", "")
                        .replaceFirst("(.)$", "$1 ")
                + "--help");
        return USAGE_ERROR;
    }

    private static String remedy(UnmatchedArgumentException invalid) {
        return invalid.getUnmatched().stream().anyMatch(argument -> argument.startsWith("-D"))
                ? "Place options of Java before -jar, or in SEALPOST_JAVA_OPTS of the launcher. Write a setting of Sealpost as --<key>=<value>."
                : "Write a setting as --<key>=<value> with its full key, such as --server.port=9090.";
    }
}
