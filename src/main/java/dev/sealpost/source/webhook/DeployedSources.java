package dev.sealpost.source.webhook;

import dev.sealpost.deployment.Bundle;
import dev.sealpost.route.deploy.DeployedPart;
import dev.sealpost.route.file.RouteFileProblem;
import dev.sealpost.route.file.SourceLocation;
import java.util.List;
import java.util.Optional;

/** Sources of a deployment: if it has the file {@code config/sources.yaml}, these are all; otherwise those of the node apply. */
final class DeployedSources implements DeployedPart {

    private final DefineSources define;
    private final Sources sources;
    private final List<Source> ofTheNode;

    DeployedSources(DefineSources define, Sources sources) {
        this.define = define;
        this.sources = sources;
        this.ofTheNode = sources.all();
    }

    @Override
    public List<RouteFileProblem> check(Bundle bundle) {
        try {
            file(bundle).ifPresent(define::ofFile);
            return List.of();
        } catch (InvalidSourceException e) {
            return List.of(new RouteFileProblem(
                    Bundle.SOURCES,
                    SourceLocation.UNKNOWN,
                    String.valueOf(e.getMessage()),
                    "correct it; docs/sources.md lists all keys"));
        }
    }

    @Override
    public void use(Optional<Bundle> bundle) {
        sources.use(bundle.flatMap(DeployedSources::file).map(define::ofFile).orElse(ofTheNode));
    }

    private static Optional<String> file(Bundle bundle) {
        return Optional.ofNullable(bundle.files().get(Bundle.SOURCES));
    }
}
