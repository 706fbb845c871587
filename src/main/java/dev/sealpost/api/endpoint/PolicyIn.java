package dev.sealpost.api.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.endpoint.PolicyBounds;
import dev.sealpost.endpoint.PolicyJson;
import dev.sealpost.endpoint.PolicyOverride;
import dev.sealpost.event.Violation;
import java.time.Duration;
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

    /** Checked by {@link PolicyJson}. */
    static final Shape SHAPE = Shape.of(
            "DeliveryPolicyIn",
            seconds(
                    "retrySchedule",
                    "Delays between the attempts.",
                    PolicyBounds.LONGEST_DELAY,
                    PolicyBounds.MOST_DELAYS),
            Member.of("jitter", new JsonType.Decimal(0, PolicyBounds.MOST_JITTER), "Random share of each delay.")
                    .orNull()
                    .like("0.2"),
            seconds("maxAgeSeconds", "Age after which a message is given up; 0: no limit.", PolicyBounds.LONGEST_AGE),
            whole("concurrency", "Attempts at the same time.", 1, PolicyBounds.MOST_CONCURRENCY),
            Member.of(
                            "throttle",
                            new JsonType.Nested(Shape.of(
                                    "ThrottleIn",
                                    Member.of(
                                                    "rate",
                                                    new JsonType.Decimal(0, PolicyBounds.MOST_RATE),
                                                    "Attempts per second; 0: no limit.")
                                            .orNull()
                                            .like("10"),
                                    whole("burst", "Attempts at once.", 1, PolicyBounds.MOST_RATE))),
                            "Rate of the attempts.")
                    .orNull(),
            Member.of(
                            "breaker",
                            new JsonType.Nested(Shape.of(
                                    "BreakerIn",
                                    whole(
                                            "consecutiveFailures",
                                            "Failures in a row that open it; 0: none do.",
                                            0,
                                            PolicyBounds.MOST_FAILURES),
                                    whole("failurePercent", "Share of failures that opens it; 0: none does.", 0, 100),
                                    whole("window", "Attempts that the share is of.", 1, PolicyBounds.MOST_FAILURES),
                                    seconds(
                                            "openForSeconds",
                                            "Time until the next trial.",
                                            PolicyBounds.LONGEST_OPEN))),
                            "When the attempts pause because the endpoint fails.")
                    .orNull(),
            Member.of(
                            "ordering",
                            JsonType.oneOf(List.of("none", "strict", "strict-pass-dead")),
                            "Whether messages wait for earlier ones.")
                    .orNull()
                    .like("\"strict\""),
            seconds(
                    "disableAfterSeconds",
                    "Time of failures only after which the endpoint is disabled; 0: never.",
                    PolicyBounds.LONGEST_DISABLE_AFTER));

    private PolicyIn() {}

    private static Member whole(String name, String text, int least, int most) {
        return Member.of(name, new JsonType.Whole(least, most), text).orNull();
    }

    private static Member seconds(String name, String text, Duration longest) {
        return Member.of(name, new JsonType.Decimal(0, longest.toSeconds()), text)
                .orNull();
    }

    private static Member seconds(String name, String text, Duration longest, int most) {
        return Member.of(name, new JsonType.Items(new JsonType.Decimal(0, longest.toSeconds()), 0, most), text)
                .orNull();
    }

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
