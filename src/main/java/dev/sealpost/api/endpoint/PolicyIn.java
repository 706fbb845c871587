package dev.sealpost.api.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.endpoint.PolicyJson;
import dev.sealpost.endpoint.PolicyOverride;
import dev.sealpost.event.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the policy of an endpoint from requests: the member {@code policy}, and {@code throttleRate} of Svix
 * ({@code rateLimit} in older clients), an alias of {@code policy.throttle.rate}.
 */
final class PolicyIn {

    private static final String POLICY = "policy";
    private static final String POINTER = "/" + POLICY;

    private PolicyIn() {}

    static PolicyOverride changed(Fields fields, PolicyOverride old, PolicyOverride shown) {
        List<Violation> violations = new ArrayList<>();
        PolicyOverride patched = fields.node(POLICY)
                .map(node -> PolicyJson.patch(node, old, POINTER, violations))
                .orElse(old);
        fields.report(violations);
        JsonNode rateNow =
                shown.load().wholeRate().<JsonNode>map(IntNode::valueOf).orElse(NullNode.getInstance());
        String name = fields.either("throttleRate", "rateLimit", rateNow);
        if (!fields.has(name)) {
            return patched;
        }
        boolean hasRate = fields.node(POLICY)
                .map(node -> node.at("/throttle/rate"))
                .filter(node -> node.isNumber())
                .isPresent();
        Optional<Double> rate =
                fields.optional(name, Optional.empty(), Fields::rate).map(Integer::doubleValue);
        if (hasRate) {
            if (rate.isPresent() && !rate.equals(patched.load().rate())) {
                fields.report(List.of(new Violation(
                        POINTER + "/throttle/rate", name + " is an alias of this with a different value")));
            }
            return patched;
        }
        return patched.withLoad(patched.load().withRate(rate));
    }
}
