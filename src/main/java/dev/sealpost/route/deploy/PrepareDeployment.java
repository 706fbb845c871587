package dev.sealpost.route.deploy;

import dev.sealpost.connector.credential.Credentials;
import dev.sealpost.deployment.Bundle;
import dev.sealpost.route.check.CheckFiles;
import dev.sealpost.route.check.CheckedFile;
import dev.sealpost.route.check.RouteEnvironment;
import dev.sealpost.route.file.DeployedFiles;
import dev.sealpost.route.file.RouteFileProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks whether this node can run the files of a bundle: with its beans, its settings, its libraries and its credentials. Starts
 * nothing.
 */
final class PrepareDeployment {

    private final RouteEnvironment environment;
    private final Credentials credentials;
    private final List<DeployedPart> parts;
    private final BundleFolder folder;

    PrepareDeployment(
            RouteEnvironment environment, Credentials credentials, List<DeployedPart> parts, BundleFolder folder) {
        this.environment = environment;
        this.credentials = credentials;
        this.parts = List.copyOf(parts);
        this.folder = folder;
    }

    /** Returns all problems that keep the files from running on this node. */
    List<RouteFileProblem> check(Bundle bundle) {
        DeployedFiles files = folder.candidate(bundle);
        Collection<CheckedFile> checked = new CheckFiles(environment)
                .check(
                        files.files().connectors().values(),
                        files.files().routes().values())
                .values();
        List<RouteFileProblem> problems = new ArrayList<>();
        checked.forEach(file -> problems.addAll(file.problems()));
        problems.addAll(missingCredentials(bundle));
        parts.forEach(part -> problems.addAll(part.check(bundle)));
        return problems;
    }

    private List<RouteFileProblem> missingCredentials(Bundle bundle) {
        Set<String> known = credentials.names();
        return UsedCredentials.in(bundle).stream()
                .filter(use -> !known.contains(use.credential()))
                .map(use -> new RouteFileProblem(
                        use.file(),
                        use.place(),
                        "there is no credential named " + use.credential(),
                        "declare it in config/credentials.yaml of every node"
                                + (known.isEmpty() ? "" : "; known credentials: " + String.join(", ", known))))
                .toList();
    }

    /** Returns the names of the credentials that the files use. */
    static List<String> credentials(Bundle bundle) {
        Set<String> names = new TreeSet<>();
        UsedCredentials.in(bundle).forEach(use -> names.add(use.credential()));
        return List.copyOf(names);
    }
}
