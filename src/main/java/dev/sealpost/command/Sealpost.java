package dev.sealpost.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Root command {@code java -jar sealpost.jar}. Starts a node if no command is given. */
@Command(
        name = "sealpost",
        synopsisHeading = "usage: java -jar sealpost.jar ",
        customSynopsis = "[<command>] [--<setting>=<value>]...",
        description = {
            "%nConsumes events from queues, delivers them as signed webhooks, and forwards them through routes.",
            "Without a command it starts a node in the current folder: SEALPOST_HOME (.) holds routes/, connectors/, config/ and lib/, SEALPOST_DATA (data) the data of the node.%n"
        },
        optionListHeading = "Options:%n",
        commandListHeading = "%nCommands:%n",
        footer = {
            "%nA setting is any key of the configuration, such as --server.port=9090. The environment and"
                    + " config/application.yaml set the same keys: docs/configuration.md.",
            "Help on a command: sealpost help <command>."
        },
        versionProvider = Sealpost.Version.class,
        subcommands = {HelpCommand.class, Sealpost.VersionCommand.class})
final class Sealpost implements Callable<Integer> {

    private boolean starting;

    @SuppressWarnings("UnusedVariable") // read by picocli
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help and exits.")
    private boolean help;

    @SuppressWarnings("UnusedVariable") // read by picocli
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Shows the version and exits.")
    private boolean version;

    /** Runs if there is no command: makes the caller start a node. */
    @Override
    public Integer call() {
        starting = true;
        return 0;
    }

    boolean isStarting() {
        return starting;
    }

    /** Version of the jar and of Java. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Sealpost.class.getPackage().getImplementationVersion();
            return new String[] {
                "Sealpost " + (version == null ? "(not run from its jar)" : version) + ", Java " + Runtime.version()
            };
        }
    }

    /** The command {@code version}, an alias of {@code --version}. */
    @Command(name = "version", description = "Shows the version and exits.", versionProvider = Version.class)
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
