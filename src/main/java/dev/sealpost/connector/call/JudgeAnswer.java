package dev.sealpost.connector.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sealpost.attempt.RetryAfter;
import dev.sealpost.connector.VendorAnswer;
import dev.sealpost.connector.call.CallSpec.AnswerRule;
import dev.sealpost.connector.call.CallSpec.RequestSpec;
import dev.sealpost.connector.call.CallSpec.Verdict;
import dev.sealpost.delivery.FailureText;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides what an answer means: by the rules of the request, then those of the connector, then by its status. 2xx succeeds;
 * 429, and 502 to 504 with {@code Retry-After}, ask to wait; 400, 404 to 406, 409 to 415 and 422 are final; everything else, such
 * as 401, 403 and 5xx, may succeed later.
 */
final class JudgeAnswer {

    private static final Set<Integer> FINAL = Set.of(400, 404, 405, 406, 409, 410, 411, 412, 413, 414, 415, 422);
    private static final Set<Integer> OVERLOAD = Set.of(502, 503, 504);
    private static final int TOO_MANY = 429;
    private static final int LONGEST_TEXT = 200;
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final CallSpec call;
    private final Map<String, JsonNode> variables;
    private final Instant now;

    JudgeAnswer(CallSpec call, Map<String, JsonNode> variables, Instant now) {
        this.call = call;
        this.variables = variables;
        this.now = now;
    }

    /**
     * Meaning of an answer.
     *
     * @param body as JSON; null (JSON) if it has none or is no JSON
     * @param reason for people; empty for success
     * @param retryAfter pause that the vendor wants of the delivery
     * @param pause pause that the vendor wants of the credential
     */
    record Judgement(
            JsonNode body, Verdict verdict, String reason, Optional<Duration> retryAfter, Optional<Duration> pause) {}

    /** @throws JqException if a rule fails for this answer */
    Judgement judge(RequestSpec request, VendorAnswer answer) {
        Optional<JsonNode> json = ExactJson.read(answer.body());
        JsonNode body = json.orElseGet(() -> noJson(request, answer));
        Map<String, JsonNode> all = CallVariables.with(variables, facts(answer));
        Optional<Duration> pause = call.pause().flatMap(jq -> seconds(jq.apply(body, all)));
        if (answer.isSuccess() && request.json() && json.isEmpty()) {
            return new Judgement(body, Verdict.AGAIN, "the answer is not JSON: " + clip(answer.text()), none(), pause);
        }
        for (AnswerRule rule : Stream.concat(request.answers().stream(), call.answers().stream())
                .toList()) {
            if (rule.when().isTrue(body, all)) {
                Optional<Duration> wait = rule.retryAfter()
                        .flatMap(jq -> seconds(jq.apply(body, all)))
                        .or(() -> retryAfter(answer));
                return new Judgement(
                        body,
                        rule.is(),
                        reason(rule, answer, body, all),
                        wait,
                        longest(pause, throttled(rule.is(), wait)));
            }
        }
        Verdict verdict = byStatus(answer);
        Optional<Duration> wait = retryAfter(answer);
        return new Judgement(
                body, verdict, standardReason(answer, body, all), wait, longest(pause, throttled(verdict, wait)));
    }

    /** Returns the text of an answer that need not be JSON, as a string. */
    private static JsonNode noJson(RequestSpec request, VendorAnswer answer) {
        return request.json() ? NullNode.getInstance() : TextNode.valueOf(answer.text());
    }

    private static Optional<Duration> none() {
        return Optional.empty();
    }

    private static Optional<Duration> throttled(Verdict verdict, Optional<Duration> wait) {
        return verdict == Verdict.THROTTLED ? wait.or(() -> Optional.of(Duration.ofSeconds(1))) : Optional.empty();
    }

    private static Optional<Duration> longest(Optional<Duration> one, Optional<Duration> other) {
        return Stream.concat(one.stream(), other.stream()).max(Duration::compareTo);
    }

    private Verdict byStatus(VendorAnswer answer) {
        if (answer.isSuccess()) {
            return Verdict.OK;
        }
        if (answer.status() == TOO_MANY
                || OVERLOAD.contains(answer.status()) && retryAfter(answer).isPresent()) {
            return Verdict.THROTTLED;
        }
        return FINAL.contains(answer.status()) ? Verdict.FINAL : Verdict.AGAIN;
    }

    private String reason(AnswerRule rule, VendorAnswer answer, JsonNode body, Map<String, JsonNode> all) {
        return rule.reason()
                .map(jq -> jq.apply(body, all))
                .filter(text -> !text.isNull())
                .map(text -> clip(ExactJson.text(text)))
                .filter(text -> !text.isBlank())
                .orElseGet(() -> standardReason(answer, body, all));
    }

    private String standardReason(VendorAnswer answer, JsonNode body, Map<String, JsonNode> all) {
        Optional<String> said = call.error()
                .map(jq -> jq.apply(body, all))
                .filter(text -> !text.isNull())
                .map(ExactJson::text)
                .filter(text -> !text.isBlank());
        String text = clip(said.orElseGet(answer::text));
        String prefix =
                switch (answer.status()) {
                    case 401 -> "the vendor rejected the credential, 401";
                    case 403 -> "the credential lacks a permission, 403";
                    default -> {
                        String to =
                                answer.header("Location").map(JudgeAnswer::clip).orElse("");
                        yield answer.status() / 100 == 3 && !to.isEmpty()
                                ? answer.status() + ", a redirect to " + to + ", which is not followed"
                                : String.valueOf(answer.status());
                    }
                };
        return text.isBlank() ? prefix : prefix + ": " + text;
    }

    private static Map<String, JsonNode> facts(VendorAnswer answer) {
        ObjectNode headers = ExactJson.object();
        answer.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return Map.of(CallVariables.STATUS, ExactJson.number(answer.status()), CallVariables.HEADERS, headers);
    }

    private Optional<Duration> retryAfter(VendorAnswer answer) {
        return answer.header("Retry-After").flatMap(value -> RetryAfter.parse(value, now));
    }

    /** Returns a number of seconds as a duration; empty for null and for what is no positive number. */
    private static Optional<Duration> seconds(JsonNode node) {
        if (!node.isNumber() && !node.isTextual()) {
            return Optional.empty();
        }
        double seconds = node.asDouble(-1);
        return seconds <= 0 || Double.isNaN(seconds)
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) Math.ceil(Math.min(seconds, LONGEST_WAIT.toSeconds()) * 1000)));
    }

    private static String clip(String text) {
        return FailureText.clean(text, LONGEST_TEXT);
    }
}
