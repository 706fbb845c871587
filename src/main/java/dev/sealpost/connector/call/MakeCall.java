package dev.sealpost.connector.call;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.connector.VendorClient;
import dev.sealpost.connector.VendorRequest;
import dev.sealpost.connector.credential.CredentialException;
import dev.sealpost.connector.limit.CallLocks;
import dev.sealpost.connector.limit.CredentialLimits;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.AttemptOutcome.Rejected;
import dev.sealpost.delivery.AttemptOutcome.Throttled;
import dev.sealpost.delivery.FailureText;
import dev.sealpost.delivery.ReceiverFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Makes the calls of one connector: authorizes, sends, and follows the answers. Thread-safe. */
public final class MakeCall {

    private static final Duration LOCKED = Duration.ofSeconds(1);

    private final String connector;
    private final CallSpec call;
    private final Surroundings node;

    /** Services of the node that calls use. */
    public record Surroundings(VendorClient client, CredentialLimits limits, CallLocks locks, Clock clock) {}

    /** @param connector its name, for messages and locks */
    public MakeCall(String connector, CallSpec call, Surroundings node) {
        this.connector = connector;
        this.call = call;
        this.node = node;
    }

    /**
     * Makes the call.
     *
     * @throws ReceiverFailure if it fails, with the outcome of the attempt
     */
    public CallResult call(CallInput input) {
        try {
            requireMembers(input);
            CallRun run = new CallRun(call, input, node);
            run.requireUrl();
            Optional<String> key = call.lock().flatMap(run::value);
            return key.isPresent() ? locked(key.get(), run) : run.run();
        } catch (CallRefusedException | JqException e) {
            throw failure(new Failed(said(String.valueOf(e.getMessage())), true), e);
        } catch (CallFailedException e) {
            throw failure(outcome(e), e);
        } catch (CredentialException e) {
            AttemptOutcome outcome = e.retryAfter().isPresent()
                    ? new Throttled(e.retryAfter())
                    : new Failed(said(String.valueOf(e.getMessage())), false);
            throw failure(outcome, e);
        }
    }

    /**
     * Returns the first request that {@link #call} would make, without its credential.
     *
     * @param account values of the credential that are no secrets
     * @throws ReceiverFailure if the body does not fit
     */
    public VendorRequest preview(CallInput input, Map<String, String> account) {
        try {
            requireMembers(input);
            return new CallRun(call, input, node).firstRequest(account);
        } catch (CallRefusedException | JqException e) {
            throw failure(new Failed(said(String.valueOf(e.getMessage())), true), e);
        }
    }

    private CallResult locked(String key, CallRun run) {
        Optional<CallLocks.HeldLock> lock = node.locks().take(connector + " " + key);
        if (lock.isEmpty()) {
            throw failure(new Throttled(Optional.of(LOCKED)), "another call works on the same record");
        }
        try (CallLocks.HeldLock held = lock.get()) {
            return run.run();
        }
    }

    private void requireMembers(CallInput input) {
        for (CallTemplate required : call.requires()) {
            String pointer = required.value(input.body(), input.parameters()).orElse("");
            JsonNode member = input.body().at(JsonPointer.compile(pointer));
            if (member.isMissingNode() || member.isNull()) {
                throw new CallRefusedException(
                        "the body has no " + pointer + "; set it in a step before the connector");
            }
        }
    }

    private AttemptOutcome outcome(CallFailedException failed) {
        String reason = said(String.valueOf(failed.getMessage()));
        return switch (failed.outcome()) {
            case Failed general -> new Failed(reason, general.isFinal());
            case Rejected rejected -> new Rejected(rejected.status(), Optional.of(reason));
            case AttemptOutcome other -> other;
        };
    }

    private String said(String reason) {
        return FailureText.clean(connector + ": " + reason);
    }

    private ReceiverFailure failure(AttemptOutcome outcome, String reason) {
        return new ReceiverFailure(outcome, said(reason));
    }

    private ReceiverFailure failure(AttemptOutcome outcome, Exception cause) {
        ReceiverFailure failure = failure(outcome, String.valueOf(cause.getMessage()));
        failure.initCause(cause);
        return failure;
    }
}
