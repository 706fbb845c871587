package dev.sealpost.library;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession.CloseableSession;
import org.eclipse.aether.RepositorySystemSession.SessionBuilder;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.collection.DependencyCollectionContext;
import org.eclipse.aether.collection.DependencySelector;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.spi.connector.transport.TransporterFactory;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.supplier.SessionBuilderSupplier;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ChecksumFailureException;
import org.eclipse.aether.transport.file.FileTransporterFactory;
import org.eclipse.aether.transport.jdk.JdkTransporterFactory;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.graph.selector.AndDependencySelector;
import org.eclipse.aether.util.graph.selector.ExclusionDependencySelector;
import org.eclipse.aether.util.graph.selector.OptionalDependencySelector;
import org.eclipse.aether.util.graph.selector.ScopeDependencySelector;

/** Downloads an artifact with its dependencies, as Maven does, except those that Sealpost includes. */
final class ResolveArtifacts {

    private final MavenSettings settings;
    private final Optional<String> repository;
    private final IncludedJars included;

    /** @param repository URL given by the user, in place of those of the settings */
    ResolveArtifacts(MavenSettings settings, Optional<String> repository, IncludedJars included) {
        this.settings = settings;
        this.repository = repository;
        this.included = included;
    }

    /**
     * Returns the jars: the artifact, and its dependencies at runtime.
     *
     * @param folder for downloads; may be deleted afterwards
     * @throws LibraryException if one of them cannot be had
     */
    List<Artifact> resolve(Coordinates wanted, Path folder) {
        RepositorySystem maven = new WithTheClientOfTheJdk().get();
        SessionBuilder builder = settings.apply(new SessionBuilderSupplier(maven)
                .get()
                .withLocalRepositoryBaseDirectories(folder)
                .setSystemProperties(System.getProperties())
                .setDependencySelector(new AndDependencySelector(
                        new ScopeDependencySelector(JavaScopes.TEST, JavaScopes.PROVIDED),
                        new OptionalDependencySelector(),
                        new ExclusionDependencySelector(),
                        new NotIncluded(included))));
        try (maven;
                CloseableSession session = builder.build()) {
            List<RemoteRepository> remotes =
                    maven.newResolutionRepositories(session, settings.repositories(repository));
            Artifact artifact = new DefaultArtifact(wanted.group(), wanted.artifact(), "jar", wanted.version());
            try {
                CollectRequest collect = new CollectRequest(new Dependency(artifact, JavaScopes.RUNTIME), remotes);
                return maven
                        .resolveDependencies(session, new DependencyRequest(collect, null))
                        .getArtifactResults()
                        .stream()
                        .map(ArtifactResult::getArtifact)
                        .toList();
            } catch (DependencyResolutionException e) {
                throw explained(wanted, e, remotes);
            }
        }
    }

    private static LibraryException explained(Coordinates wanted, Exception failure, List<RemoteRepository> remotes) {
        List<Throwable> causes = Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .toList();
        String places =
                String.join(", ", remotes.stream().map(RemoteRepository::getUrl).toList());
        String detail = causes.getLast().toString();
        if (causes.stream().anyMatch(ChecksumFailureException.class::isInstance)) {
            return new LibraryException("A file of " + wanted + " in " + places
                    + " does not have its checksum, and was not used: try again, or use another repository. (" + detail
                    + ")");
        }
        if (causes.stream().anyMatch(ArtifactNotFoundException.class::isInstance)) {
            return new LibraryException("The repository " + places + " does not have all of " + wanted
                    + ": correct the name or the version. (" + detail + ")");
        }
        return new LibraryException(
                "The repository " + places + " is not in reach: give another with --repository <url>,"
                        + " or copy the jar of " + wanted + " and those that it needs into lib/. (" + detail + ")");
    }

    /** Maven's own client would be two more libraries. */
    private static final class WithTheClientOfTheJdk extends RepositorySystemSupplier {

        @Override
        protected Map<String, TransporterFactory> createTransporterFactories() {
            return Map.of(
                    FileTransporterFactory.NAME,
                    new FileTransporterFactory(),
                    JdkTransporterFactory.NAME,
                    new JdkTransporterFactory(getChecksumExtractor(), getPathProcessor()));
        }
    }

    /** Leaves out a dependency that Sealpost includes, in whichever version. */
    private record NotIncluded(IncludedJars included) implements DependencySelector {

        @Override
        public boolean selectDependency(Dependency dependency) {
            return !included.contains(dependency.getArtifact().getArtifactId());
        }

        @Override
        public DependencySelector deriveChildSelector(DependencyCollectionContext context) {
            return this;
        }
    }
}
