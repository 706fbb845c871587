package dev.sealpost.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.endpoint.DeliveryPolicy.Ordering;
import dev.sealpost.endpoint.PolicyOverride.Breaker;
import dev.sealpost.endpoint.PolicyOverride.Load;
import dev.sealpost.endpoint.PolicyOverride.Retries;
import dev.sealpost.event.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A {@link PolicyOverride} as JSON, in the API and in its column: only what is overridden has a member. Times are numbers of
 * seconds, to the millisecond.
 *
 * <pre>{@code
 * {"retrySchedule": [5, 300], "jitter": 0.2, "maxAgeSeconds": 86400, "concurrency": 4,
 *  "throttle": {"rate": 10, "burst": 20},
 *  "breaker": {"consecutiveFailures": 10, "failurePercent": 50, "window": 20, "openForSeconds": 30},
 *  "ordering": "strict", "disableAfterSeconds": 432000}
 * }</pre>
 */
public final class PolicyJson {

    private static final double MILLIS = 1_000;

    private PolicyJson() {}

    public static ObjectNode write(PolicyOverride override) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        Retries retries = override.retries();
        retries.delays().ifPresent(delays -> {
            ArrayNode list = json.putArray("retrySchedule");
            delays.forEach(delay -> list.add(seconds(delay)));
        });
        retries.jitter().ifPresent(share -> json.put("jitter", share));
        retries.maxAge().ifPresent(age -> json.set("maxAgeSeconds", seconds(age)));
        Load load = override.load();
        load.concurrency().ifPresent(number -> json.put("concurrency", number));
        ObjectNode throttle = JsonNodeFactory.instance.objectNode();
        load.rate().ifPresent(rate -> throttle.set("rate", number(rate)));
        load.burst().ifPresent(burst -> throttle.put("burst", burst));
        setUnlessEmpty(json, "throttle", throttle);
        setUnlessEmpty(json, "breaker", write(override.breaker()));
        override.ordering().ifPresent(ordering -> json.put("ordering", word(ordering)));
        override.disableAfter().ifPresent(time -> json.set("disableAfterSeconds", seconds(time)));
        return json;
    }

    private static ObjectNode write(Breaker breaker) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        breaker.consecutiveFailures().ifPresent(number -> json.put("consecutiveFailures", number));
        breaker.failurePercent().ifPresent(number -> json.put("failurePercent", number));
        breaker.window().ifPresent(number -> json.put("window", number));
        breaker.openFor().ifPresent(time -> json.set("openForSeconds", seconds(time)));
        return json;
    }

    private static void setUnlessEmpty(ObjectNode json, String name, ObjectNode value) {
        if (!value.isEmpty()) {
            json.set(name, value);
        }
    }

    /**
     * Reads a change: a member that is absent leaves what is there, null takes the override away (as RFC 7396 merges).
     *
     * @param pointer to the JSON, for the violations
     * @param violations gets what is wrong; those members leave what is there
     */
    public static PolicyOverride patch(JsonNode json, PolicyOverride old, String pointer, List<Violation> violations) {
        ObjectReader policy = new ObjectReader(json, pointer, violations);
        ObjectReader throttle = policy.object("throttle");
        ObjectReader breaker = policy.object("breaker");
        PolicyOverride patched = new PolicyOverride(
                new Retries(
                        policy.list("retrySchedule", old.retries().delays(), PolicyJson::delay),
                        policy.value("jitter", old.retries().jitter(), node -> PolicyBounds.jitter(number(node))),
                        policy.value(
                                "maxAgeSeconds", old.retries().maxAge(), node -> PolicyBounds.maxAge(duration(node)))),
                new Load(
                        policy.value(
                                "concurrency", old.load().concurrency(), node -> PolicyBounds.concurrency(whole(node))),
                        throttle.value("rate", old.load().rate(), node -> PolicyBounds.rate(number(node))),
                        throttle.value("burst", old.load().burst(), node -> PolicyBounds.burst(whole(node)))),
                new Breaker(
                        breaker.value(
                                "consecutiveFailures",
                                old.breaker().consecutiveFailures(),
                                node -> PolicyBounds.consecutiveFailures(whole(node))),
                        breaker.value(
                                "failurePercent",
                                old.breaker().failurePercent(),
                                node -> PolicyBounds.failurePercent(whole(node))),
                        breaker.value("window", old.breaker().window(), node -> PolicyBounds.window(whole(node))),
                        breaker.value(
                                "openForSeconds",
                                old.breaker().openFor(),
                                node -> PolicyBounds.openFor(duration(node)))),
                policy.value("ordering", old.ordering(), PolicyJson::ordering),
                policy.value(
                        "disableAfterSeconds", old.disableAfter(), node -> PolicyBounds.disableAfter(duration(node))));
        List.of(throttle, breaker, policy).forEach(ObjectReader::refuseUnknown);
        return patched;
    }

    private static Optional<Ordering> known(String word) {
        for (Ordering ordering : Ordering.values()) {
            if (word(ordering).equals(word)) {
                return Optional.of(ordering);
            }
        }
        return Optional.empty();
    }

    private static Ordering ordering(JsonNode node) {
        return known(node.asText())
                .orElseThrow(() -> new IllegalArgumentException("none, strict or strict-pass-dead is expected"));
    }

    private static String word(Ordering ordering) {
        return ordering.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Duration delay(JsonNode node) {
        return PolicyBounds.delay(duration(node));
    }

    private static Duration duration(JsonNode node) {
        double seconds = number(node);
        double most = Long.MAX_VALUE / MILLIS / MILLIS;
        // Clamped to what a duration can hold, which is out of every bound.
        return Duration.ofMillis(Math.round(Math.clamp(seconds, -most, most) * MILLIS));
    }

    private static double number(JsonNode node) {
        if (!node.isNumber()) {
            throw new IllegalArgumentException("a number is expected");
        }
        return node.doubleValue();
    }

    private static int whole(JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw new IllegalArgumentException("a whole number is expected");
        }
        return node.intValue();
    }

    private static JsonNode seconds(Duration time) {
        return number(time.toMillis() / MILLIS);
    }

    /** Returns a number, without a fraction if it is whole. */
    private static JsonNode number(double value) {
        return value == Math.rint(value)
                ? JsonNodeFactory.instance.numberNode((long) value)
                : JsonNodeFactory.instance.numberNode(value);
    }
}
