package dev.sealpost.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What {@code java -jar sealpost.jar} understands besides settings. Without a command it starts a node. */
@Command(
        name = "sealpost",
        synopsisHeading = "usage: java -jar sealpost.jar ",
        customSynopsis = "[<command>] [--<setting>=<value>]...",
        description = {
            "%nTakes events from queues, delivers them as signed webhooks, and passes them on through routes.",
            "Without a command it starts a node, in the folder it is called from: SEALPOST_HOME (.) holds routes/,"
                    + " connectors/ and config/, SEALPOST_DATA (data) what the node keeps.%n"
        },
        optionListHeading = "Options:%n",
        commandListHeading = "%nCommands:%n",
        footer = {
            "%nA setting is any key of the configuration, such as --server.port=9090. The environment and"
                    + " config/application.yaml set the same keys: docs/configuration.md.",
            "Each command explains itself: sealpost help <command>."
        },
        versionProvider = Sealpost.Version.class,
        subcommands = {HelpCommand.class, Sealpost.VersionCommand.class})
final class Sealpost implements Callable<Integer> {

    private boolean starting;

    @SuppressWarnings("UnusedVariable") // picocli does what it asks for
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this and ends.")
    private boolean help;

    @SuppressWarnings("UnusedVariable") // picocli does what it asks for
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Shows the version and ends.")
    private boolean version;

    /** No command and no question: the caller starts a node. */
    @Override
    public Integer call() {
        starting = true;
        return 0;
    }

    boolean isStarting() {
        return starting;
    }

    /** The version of the jar, and of the Java it runs on. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Sealpost.class.getPackage().getImplementationVersion();
            return new String[] {
                "Sealpost " + (version == null ? "(not from its jar)" : version) + ", Java " + Runtime.version()
            };
        }
    }

    /** {@code version}, for who does not think of {@code --version}. */
    @Command(name = "version", description = "Shows the version and ends.", versionProvider = Version.class)
    static final class VersionCommand implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            spec.commandLine().printVersionHelp(spec.commandLine().getOut());
            return 0;
        }
    }
}
