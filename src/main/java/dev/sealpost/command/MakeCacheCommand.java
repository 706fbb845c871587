package dev.sealpost.command;

import dev.sealpost.node.StartCache;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code make-cache}, which makes the cache that shortens a start: it starts a node with data of its own, lets it
 * deliver events to this process, and stops it. The JVM of that node writes the cache as it ends.
 */
@Command(
        name = "make-cache",
        description = {
            "Makes the cache that shortens a start, in SEALPOST_CACHE or beside bin/.",
            "Starts a node of its own for about a minute, and touches neither the data nor the configuration of another."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the cache was made", "1:it was not made; the output says why", "2:invalid arguments"})
final class MakeCacheCommand implements Callable<Integer> {

    private static final String MADE = "made.cache";

    private final Optional<StartCache> cache;
    private final List<String> settings;

    @Option(
            names = "--events",
            paramLabel = "<number>",
            defaultValue = "20000",
            description = "Events to deliver; more give Java better profiles. Default: ${DEFAULT-VALUE}.")
    private int events;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * @param cache of this process
     * @param settings from the command line; must be empty, since the node that is started has its own
     */
    MakeCacheCommand(Optional<StartCache> cache, List<String> settings) {
        this.cache = cache;
        this.settings = settings;
    }

    @Override
    public Integer call() throws InterruptedException {
        String launcher = System.getProperty(TrainingNode.LAUNCHER);
        if (cache.isEmpty() || launcher == null) {
            return failed("Only bin/sealpost starts with a cache, and only if SEALPOST_CACHE is not off.");
        }
        if (!settings.isEmpty()) {
            return failed("make-cache takes no settings: omit " + settings.getFirst() + ".");
        }
        Path file = cache.get().file();
        try {
            Files.createDirectories(file.resolveSibling(""));
            try (TrainingNode node = TrainingNode.start(launcher, cache.get().optionToMake(MADE))) {
                node.deliver(events);
                spec.commandLine().getOut().println("The node has delivered. Its JVM writes the cache.");
                node.stop();
                keep(node.folder().resolve(MADE), file);
            }
        } catch (IOException e) {
            return failed("The cache was not made: " + e.getMessage());
        }
        spec.commandLine().getOut().println("Made " + file);
        return 0;
    }

    private int failed(String reason) {
        spec.commandLine().getErr().println(reason);
        return 1;
    }

    /** Puts the file into its place at once, so that no node starts with half of it, and removes those of other versions. */
    private static void keep(Path made, Path file) throws IOException {
        if (!Files.exists(made)) {
            throw new IOException("Java wrote none; does it have the disk space and memory?");
        }
        Path copy = file.resolveSibling(file.getFileName() + ".new");
        Files.copy(made, copy, StandardCopyOption.REPLACE_EXISTING);
        Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (DirectoryStream<Path> all = Files.newDirectoryStream(file.resolveSibling(""), StartCache.FILES)) {
            for (Path other : all) {
                if (!other.equals(file)) {
                    Files.delete(other);
                }
            }
        }
    }
}
