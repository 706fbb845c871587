package dev.sealpost.command;

import dev.sealpost.backup.RestoreCommand;
import dev.sealpost.backup.VerifyBackupCommand;
import dev.sealpost.node.KnownSettings;
import dev.sealpost.route.command.CheckCommand;
import dev.sealpost.route.command.TryCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers the command line, as far as it does not ask for a node. */
public final class Commands {

    private static final int WRONGLY_CALLED = 2;
    /** {@code EX_SOFTWARE} of {@code sysexits.h}. */
    private static final int SOFTWARE = 70;

    private final Map<String, Object> defaults;
    private final KnownSettings known;
    private final PrintWriter out;
    private final PrintWriter error;

    Commands(Map<String, Object> defaults, KnownSettings known, PrintWriter out, PrintWriter error) {
        this.defaults = defaults;
        this.known = known;
        this.out = out;
        this.error = error;
    }

    /**
     * Does what the arguments ask for. What nobody knows is an error, and starts nothing.
     *
     * @param defaults where the configuration is, as Spring Boot's default properties
     * @param known the settings that may be given
     * @return the exit code of what was asked for, 2 when the arguments are wrong; empty: a node is to be started with them
     */
    public static OptionalInt run(Map<String, Object> defaults, KnownSettings known, String... arguments) {
        return new Commands(defaults, known, writer(System.out), writer(System.err)).answer(arguments);
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
            return OptionalInt.of(WRONGLY_CALLED);
        }
        List<String> lost = read.settingNames()
                .flatMap(name -> known.objection(name).stream().map(objection -> "--" + name + " " + objection))
                .toList();
        if (!lost.isEmpty()) {
            lost.forEach(error::println);
            return OptionalInt.of(WRONGLY_CALLED);
        }
        Sealpost sealpost = new Sealpost();
        int code = line(sealpost, read).execute(read.others().toArray(String[]::new));
        return sealpost.isStarting() ? OptionalInt.empty() : OptionalInt.of(code);
    }

    private CommandLine line(Sealpost sealpost, Arguments read) {
        return new CommandLine(sealpost)
                .addSubcommand(new CheckCommand(defaults, read.settings()))
                .addSubcommand(new TryCommand(defaults, read.settings()))
                .addSubcommand(new RestoreCommand(read.settings()))
                .addSubcommand(new VerifyBackupCommand(read.settings()))
                .setOut(out)
                .setErr(error)
                .setParameterExceptionHandler((mistake, given) -> explain(mistake))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    error.println("Not done: " + failure);
                    return SOFTWARE;
                });
    }

    private int explain(ParameterException mistake) {
        error.println(mistake.getMessage());
        UnmatchedArgumentException.printSuggestions(mistake, error);
        CommandLine command = mistake.getCommandLine();
        error.println(mistake instanceof UnmatchedArgumentException unmatched ? remedy(unmatched) : "");
        error.println("Help: java -jar sealpost.jar "
                + (command.getParent() == null ? "" : command.getCommandName() + " ") + "--help");
        return WRONGLY_CALLED;
    }

    private static String remedy(UnmatchedArgumentException mistake) {
        return mistake.getUnmatched().stream().anyMatch(argument -> argument.startsWith("-D"))
                ? "Options of Java stand before -jar. A setting of Sealpost is written --<key>=<value>."
                : "A setting is written --<key>=<value>, with its whole key, such as --server.port=9090.";
    }
}
