package dev.sealpost.route.deploy;

import dev.sealpost.deployment.Bundle;
import dev.sealpost.route.file.RouteFileProblem;
import java.util.List;
import java.util.Optional;

/** Files of a deployment that are neither routes nor connectors, and that another package loads. */
public interface DeployedPart {

    /** Returns the problems that keep this node from using its files of the bundle. Changes nothing. */
    List<RouteFileProblem> check(Bundle bundle);

    /**
     * Uses its files of the bundle.
     *
     * @param bundle empty: the files of the node again
     */
    void use(Optional<Bundle> bundle);
}
