package dev.sealpost.library;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code lib}, which has commands of its own. */
@Command(name = "lib", description = "Adds jars to lib/ of SEALPOST_HOME.")
public final class LibCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "lib needs a command: lib add <artifact>");
    }
}
