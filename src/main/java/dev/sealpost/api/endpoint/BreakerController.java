package dev.sealpost.api.endpoint;

import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.Query;
import dev.sealpost.api.edge.QueryParameters;
import dev.sealpost.delivery.OpenBreaker;
import dev.sealpost.delivery.gate.OpenBreakers;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /breaker}: open circuit breakers of this node. Each node has its own. */
@RestController
@RequestMapping("/api/v1/breaker")
class BreakerController {

    private final OpenBreakers breakers;

    BreakerController(OpenBreakers breakers) {
        this.breakers = breakers;
    }

    /**
     * Open circuit breaker.
     *
     * @param endpointId the endpoint, or {@code route:} and the route id
     * @param since when it opened
     * @param until when a probe is allowed; in the past while its result is pending
     */
    record BreakerOut(String endpointId, Instant since, Instant until) {

        static BreakerOut of(OpenBreaker breaker) {
            return new BreakerOut(breaker.destination().value(), breaker.since(), breaker.until());
        }
    }

    /** Lists open breakers, oldest first, optionally of one destination. */
    @Operation(needs = Permission.VIEW, summary = "List the open circuit breakers of this node")
    @GetMapping
    @QueryParameters("endpoint_id")
    ListResponse<BreakerOut> list(HttpServletRequest request) {
        Optional<String> endpoint = new Query(request).read("endpoint_id", text -> text);
        List<BreakerOut> open = breakers.list().stream()
                .map(BreakerOut::of)
                .filter(breaker -> endpoint.isEmpty() || endpoint.get().equals(breaker.endpointId()))
                .toList();
        return ListResponse.whole(open);
    }
}
