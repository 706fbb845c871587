package dev.sealpost.api.operation;

import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.route.load.ReloadRoutes;
import dev.sealpost.route.load.RouteFileStatus;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /route}: files in {@code routes/} and {@code connectors/}, or those of the active deployment, and their state on this node. */
@RestController
@RequestMapping("/api/v1/route")
class RouteController {

    private final ReloadRoutes reload;

    RouteController(ReloadRoutes reload) {
        this.reload = reload;
    }

    /** Lists all files without pagination. */
    @Operation(needs = Permission.VIEW, summary = "List the route files")
    @GetMapping
    ListResponse<RouteOut> list() {
        return shape(reload.files());
    }

    /** Reloads the files and retries those that failed to start. Answers when done. */
    @Operation(needs = Permission.OPERATE, summary = "Reload the route files")
    @PostMapping("/reload")
    ListResponse<RouteOut> reload() {
        return shape(reload.reload());
    }

    private ListResponse<RouteOut> shape(List<RouteFileStatus> files) {
        Optional<Long> deployment = reload.deployment();
        return ListResponse.whole(
                files.stream().map(file -> RouteOut.of(file, deployment)).toList());
    }
}
