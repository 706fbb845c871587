package dev.sealpost.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.eclipse.aether.artifact.Artifact;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code lib add}, which puts an artifact of a Maven repository into {@code lib/}, with its dependencies. */
@Command(
        name = "add",
        description = {
            "Puts jars from a Maven repository into lib/ of SEALPOST_HOME: the artifact, and its dependencies that Sealpost"
                    + " does not include. Their checksums are verified.",
            "The repository is the one of --repository, of SEALPOST_LIB_REPOSITORY, or of Maven's settings"
                    + " (~/.m2/settings.xml with its mirrors, proxies and logins), or the one that Maven uses by default."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the jars are in lib/", "1:nothing was added; the output says why", "2:invalid arguments"})
public final class AddLibraryCommand implements Callable<Integer> {

    private static final String CAMEL = "camel-api";

    private final LibraryFolder folder;
    private final List<String> settings;
    private final Optional<String> configured;

    @Parameters(
            paramLabel = "<artifact>",
            arity = "1..*",
            description = "A jar of Camel, such as camel-mongodb, or <group>:<artifact>:<version>.")
    private List<String> artifacts = new ArrayList<>();

    @Option(names = "--repository", paramLabel = "<url>", description = "The Maven repository to use, and no other.")
    private Optional<String> repository = Optional.empty();

    @Option(
            names = "--maven-settings",
            paramLabel = "<file>",
            description = "Maven's settings. Default: ~/.m2/settings.xml.")
    private Path mavenSettings = Path.of(System.getProperty("user.home"), ".m2", "settings.xml");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * @param home folder that contains {@code lib/}
     * @param settings from the command line: only the home is allowed, which has been read
     * @param repository URL of the environment; empty: none
     */
    public AddLibraryCommand(Path home, List<String> settings, Optional<String> repository) {
        this.folder = LibraryFolder.ofHome(home);
        this.settings = settings;
        this.configured = repository.filter(url -> !url.isBlank());
    }

    /** Adds the jars, or none of them. */
    @Override
    public Integer call() throws IOException {
        try {
            add();
            return 0;
        } catch (LibraryException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }

    private void add() throws IOException {
        settings.stream()
                .filter(setting -> !setting.startsWith("--sealpost.home.directory="))
                .findFirst()
                .ifPresent(setting -> {
                    throw new LibraryException("lib add reads no configuration: omit " + setting + ".");
                });
        if (folder.isOfLauncher()) {
            throw new LibraryException("The folder " + folder.path()
                    + " has the jars of Sealpost: set SEALPOST_HOME to another folder, for yours.");
        }
        IncludedJars included = IncludedJars.of(AddLibraryCommand.class.getClassLoader());
        String camel = included.version(CAMEL).orElseThrow(() -> new IllegalStateException("no " + CAMEL));
        ResolveArtifacts resolve =
                new ResolveArtifacts(MavenSettings.read(mavenSettings), repository.or(() -> configured), included);
        Path downloads = Files.createTempDirectory("sealpost-lib");
        try {
            List<Artifact> jars = new ArrayList<>();
            for (String artifact : artifacts) {
                Coordinates wanted = Coordinates.parse(artifact, camel);
                if (included.contains(wanted.artifact())) {
                    spec.commandLine().getOut().println("Sealpost includes " + wanted.artifact() + ".");
                } else {
                    jars.addAll(resolve.resolve(wanted, downloads));
                }
            }
            put(jars);
        } finally {
            delete(downloads);
        }
    }

    private void put(List<Artifact> jars) throws IOException {
        var out = spec.commandLine().getOut();
        for (Artifact jar : jars) {
            List<String> removed = folder.put(jar.getPath(), jar.getArtifactId());
            out.println("Added " + folder.path().resolve(jar.getPath().getFileName()));
            removed.forEach(name -> out.println("Removed " + folder.path().resolve(name) + ", another version of it"));
        }
        if (!jars.isEmpty()) {
            out.println("Restart Sealpost to load them.");
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
