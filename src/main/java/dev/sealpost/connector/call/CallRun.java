package dev.sealpost.connector.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sealpost.attempt.Classify;
import dev.sealpost.connector.VendorAnswer;
import dev.sealpost.connector.VendorRequest;
import dev.sealpost.connector.call.CallSpec.RequestSpec;
import dev.sealpost.connector.call.CallSpec.Verdict;
import dev.sealpost.connector.call.JudgeAnswer.Judgement;
import dev.sealpost.connector.call.MakeCall.Surroundings;
import dev.sealpost.connector.credential.Credential;
import dev.sealpost.connector.credential.CredentialException;
import dev.sealpost.connector.credential.CredentialKind;
import dev.sealpost.connector.credential.Placement;
import dev.sealpost.connector.limit.CredentialLimits;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.AttemptOutcome.Rejected;
import dev.sealpost.delivery.AttemptOutcome.Throttled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One run through the requests of a call. */
final class CallRun {

    private static final int MOST_STARTS = 3;
    private static final int UNAUTHORIZED = 401;

    /** Longest wait for a permit of the credential. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final CallSpec call;
    private final CallInput input;
    private final Surroundings node;
    private final String scope;
    private final Map<String, JsonNode> variables;

    /**
     * @throws CredentialException if the credential is missing or has no secret
     * @throws JqException if the scope fails for the body
     */
    CallRun(CallSpec call, CallInput input, Surroundings node) {
        this.call = call;
        this.input = input;
        this.node = node;
        Map<String, JsonNode> known = new HashMap<>(input.variables(now()));
        input.credential().ifPresent(account -> account(account, known));
        known.putIfAbsent(CallVariables.BASE_URL, NullNode.getInstance());
        known.putIfAbsent(CallVariables.SECRET, NullNode.getInstance());
        this.variables = known;
        this.scope = call.scope()
                .map(jq -> ExactJson.text(jq.apply(input.body(), known)))
                .orElse("");
        known.put(CallVariables.CALL, input.key(scope, ""));
    }

    private void account(Credential account, Map<String, JsonNode> known) {
        if (placement(account) instanceof Placement.InTemplate) {
            known.put(CallVariables.SECRET, TextNode.valueOf(account.secret()));
        }
        JsonNode given = known.get(CallVariables.BASE_URL);
        if (given == null || given.isNull() || given.asText().isEmpty()) {
            baseUrl(account).ifPresent(url -> known.put(CallVariables.BASE_URL, TextNode.valueOf(url)));
        }
    }

    /** Returns the URL of the account, which can be its secret. */
    private static Optional<String> baseUrl(Credential account) {
        return account.kind() == CredentialKind.SECRET_URL ? Optional.of(account.secret()) : account.url();
    }

    /** @throws CredentialException if no request can have a URL */
    void requireUrl() {
        boolean isNeeded = call.requests().stream()
                .anyMatch(request -> request.url().names().contains(CallVariables.BASE_URL));
        if (isNeeded
                && variables
                        .getOrDefault(CallVariables.BASE_URL, NullNode.getInstance())
                        .isNull()) {
            throw new CredentialException("the base URL is not known: set url of the credential "
                    + input.credential().map(Credential::name).orElse("") + ", or the parameter baseUrl");
        }
    }

    /** Returns the value of a template for this call. */
    Optional<String> value(CallTemplate template) {
        return template.value(input.body(), variables);
    }

    /**
     * Sends the request that shows whether the credential works.
     *
     * @throws CallFailedException if it does not
     */
    void test(RequestSpec request) {
        variables.put(request.id(), NullNode.getInstance());
        VendorAnswer answer = send(request);
        Judgement judged = judge(request, answer);
        if (judged.verdict() != Verdict.OK && judged.verdict() != Verdict.DONE) {
            throw failed(answer, judged);
        }
    }

    /**
     * Returns the first request, without its credential, as far as it does not depend on an answer.
     *
     * @param account see {@link MakeCall#preview}
     */
    VendorRequest firstRequest(Map<String, String> account) {
        variables.put(CallVariables.CREDENTIAL, CallInput.credential(account));
        for (RequestSpec request : call.requests()) {
            variables.put(request.id(), NullNode.getInstance());
        }
        RequestSpec first = call.requests().stream()
                .filter(request ->
                        request.when().isEmpty() || request.when().get().isTrue(input.body(), variables))
                .findFirst()
                .orElseThrow(() -> new CallRefusedException("no request applies to this body"));
        variables.put(CallVariables.KEY, input.key(scope, first.id()));
        Stream.of(CallVariables.BASE_URL, CallVariables.SECRET)
                .filter(name ->
                        variables.getOrDefault(name, NullNode.getInstance()).isNull())
                .forEach(name -> variables.put(name, TextNode.valueOf("…")));
        return new BuildRequest(call.headers(), first, input.body(), variables).build();
    }

    /**
     * Sends the requests in their order.
     *
     * @throws CallFailedException if one of them fails
     * @throws CallRefusedException if the body does not fit
     * @throws CredentialException if the credential cannot be used
     */
    CallResult run() {
        for (int start = 1; start <= MOST_STARTS; start++) {
            Optional<CallResult> result = once();
            if (result.isPresent()) {
                return result.get();
            }
        }
        throw new CallFailedException(
                new Failed("", false), "the record changed during each of " + MOST_STARTS + " runs");
    }

    /** Returns the result; empty to start again. */
    private Optional<CallResult> once() {
        Optional<VendorAnswer> last = Optional.empty();
        JsonNode body = NullNode.getInstance();
        for (RequestSpec request : call.requests()) {
            variables.put(request.id(), NullNode.getInstance());
        }
        for (RequestSpec request : call.requests()) {
            if (request.when().isPresent() && !request.when().get().isTrue(input.body(), variables)) {
                continue;
            }
            VendorAnswer answer = send(request);
            Judgement judged = judge(request, answer);
            last = Optional.of(answer);
            body = judged.body();
            variables.put(request.id(), body);
            variables.put(CallVariables.STATUS, ExactJson.number(answer.status()));
            if (judged.verdict() == Verdict.RESTART) {
                return Optional.empty();
            }
            if (judged.verdict() == Verdict.DONE) {
                break;
            }
            if (judged.verdict() != Verdict.OK) {
                throw failed(answer, judged);
            }
        }
        return Optional.of(new CallResult(output(body, last), body, Map.copyOf(variables)));
    }

    private String output(JsonNode body, Optional<VendorAnswer> last) {
        return call.output()
                .map(jq -> ExactJson.text(jq.apply(body, variables)))
                .orElseGet(() -> last.map(VendorAnswer::text).orElse(""));
    }

    private static CallFailedException failed(VendorAnswer answer, Judgement judged) {
        AttemptOutcome outcome =
                switch (judged.verdict()) {
                    case FINAL -> new Failed(judged.reason(), true);
                    case THROTTLED -> new Throttled(judged.retryAfter());
                    default ->
                        answer.isSuccess()
                                ? new Failed(judged.reason(), false)
                                : new Rejected(answer.status(), Optional.of(judged.reason()));
                };
        return new CallFailedException(outcome, judged.reason());
    }

    private Judgement judge(RequestSpec request, VendorAnswer answer) {
        try {
            Judgement judged = new JudgeAnswer(call, variables, now()).judge(request, answer);
            input.credential()
                    .ifPresent(account ->
                            judged.pause().ifPresent(pause -> node.limits().pause(account.name(), pause)));
            return judged;
        } catch (JqException e) {
            String reason = "the answer is not as documented, " + answer.status() + ": " + e.getMessage();
            throw new CallFailedException(new Failed(reason, false), reason);
        }
    }

    private VendorAnswer send(RequestSpec request) {
        variables.put(CallVariables.KEY, input.key(scope, request.id()));
        VendorRequest built = new BuildRequest(call.headers(), request, input.body(), variables).build();
        if (input.credential().isEmpty()) {
            return exchange(built);
        }
        Credential account = input.credential().get();
        requireNoPause(account);
        try (CredentialLimits.Permit permit = permit(account)) {
            VendorRequest authorized = account.authorize(built, placement(account));
            VendorAnswer answer = exchange(authorized);
            return answer.status() == UNAUTHORIZED && account.rejected(authorized)
                    ? exchange(account.authorize(built, placement(account)))
                    : answer;
        }
    }

    private CredentialLimits.Permit permit(Credential account) {
        return node.limits()
                .enter(account, LONGEST_WAIT)
                .orElseThrow(() -> new CallFailedException(
                        new Throttled(Optional.of(LONGEST_WAIT)),
                        "the credential " + account.name() + " has reached its concurrency"));
    }

    private void requireNoPause(Credential account) {
        Optional<Duration> pause = node.limits().pause(account.name());
        if (pause.isPresent()) {
            throw new CallFailedException(
                    new Throttled(pause),
                    "the vendor limits the rate of the credential " + account.name() + "; it may be used again in "
                            + pause.get().toMillis() + " ms");
        }
    }

    private Placement placement(Credential account) {
        Placement placement = call.credential().get(account.kind());
        if (placement == null) {
            throw new CredentialException("the credential " + account.name() + " is of the kind "
                    + account.kind().word() + ", which this connector does not accept; use "
                    + String.join(", ", call.acceptedKinds()));
        }
        return placement;
    }

    private VendorAnswer exchange(VendorRequest request) {
        try {
            return node.client().send(request);
        } catch (IOException e) {
            AttemptOutcome outcome = Classify.failure(e)
                    .orElseThrow(() -> new UncheckedIOException("The call was not made: " + e.getMessage(), e));
            throw new CallFailedException(outcome, e);
        } catch (IllegalArgumentException e) {
            String reason =
                    "the URL cannot be called: " + e.getMessage() + "; correct baseUrl, or url of the credential";
            throw new CallFailedException(new Failed(reason, false), reason);
        }
    }

    private Instant now() {
        return node.clock().instant();
    }
}
