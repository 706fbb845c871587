package dev.sealpost.route.deploy;

import dev.sealpost.deployment.ActiveVersion;
import dev.sealpost.deployment.Bundle;
import dev.sealpost.deployment.Deployments;
import dev.sealpost.route.file.DeployedFiles;
import dev.sealpost.route.file.RouteFileProblem;
import dev.sealpost.route.load.ReloadRoutes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads the active version on this node, all of it or nothing, except at the start, when nothing runs that could be kept. */
final class LoadDeployment {

    private static final Logger LOG = LoggerFactory.getLogger(LoadDeployment.class);

    private final Deployments deployments;
    private final BundleFolder folder;
    private final List<DeployedPart> parts;
    private final ReloadRoutes routes;
    private final Path home;

    /** @param home folder whose files are ignored while a version is active */
    LoadDeployment(
            Deployments deployments, BundleFolder folder, List<DeployedPart> parts, ReloadRoutes routes, Path home) {
        this.deployments = deployments;
        this.folder = folder;
        this.parts = List.copyOf(parts);
        this.routes = routes;
        this.home = home;
    }

    /**
     * Makes the active version the one that is loaded at the start.
     *
     * @return problems of files that are not routes or connectors; those are known once they are loaded
     */
    List<String> startWith(ActiveVersion active) {
        if (!active.isDeployed()) {
            return List.of();
        }
        Bundle bundle = deployments.bundle(active);
        routes.startWith(Optional.of(folder.write(active.version(), bundle)));
        LOG.info("deployment.files-ignored version={} home={}", active.version(), home);
        return use(bundle);
    }

    /**
     * Loads the active version. If a part of it cannot run, everything stays as it was.
     *
     * @return the problems; empty if the version runs
     */
    List<String> load(ActiveVersion active) {
        boolean wasHome = routes.deployment().isEmpty();
        if (!active.isDeployed()) {
            routes.useHome();
            parts.forEach(part -> part.use(Optional.empty()));
            LOG.info("deployment.ended home={}", home);
            return List.of();
        }
        Bundle bundle = deployments.bundle(active);
        List<String> invalid = invalid(bundle);
        if (!invalid.isEmpty()) {
            return failed(active, invalid);
        }
        DeployedFiles files = folder.write(active.version(), bundle);
        List<String> problems =
                routes.replace(files).stream().map(RouteFileProblem::toString).toList();
        if (!problems.isEmpty()) {
            return failed(active, problems);
        }
        parts.forEach(part -> part.use(Optional.of(bundle)));
        LOG.info(
                "deployment.loaded version={} files={}",
                active.version(),
                bundle.files().size());
        if (wasHome) {
            LOG.info("deployment.files-ignored version={} home={}", active.version(), home);
        }
        return List.of();
    }

    private List<String> use(Bundle bundle) {
        List<String> invalid = invalid(bundle);
        if (invalid.isEmpty()) {
            parts.forEach(part -> part.use(Optional.of(bundle)));
        }
        return invalid;
    }

    private List<String> invalid(Bundle bundle) {
        List<String> problems = new ArrayList<>();
        parts.forEach(part -> part.check(bundle).forEach(problem -> problems.add(problem.toString())));
        return problems;
    }

    private static List<String> failed(ActiveVersion active, List<String> problems) {
        LOG.error(
                "deployment.failed version={} problems={} first=\"{}\"",
                active.version(),
                problems.size(),
                problems.getFirst());
        return problems;
    }
}
