package dev.sealpost.connector.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.sealpost.connector.call.CallSpec.RequestSpec;
import dev.sealpost.connector.credential.Credential;
import dev.sealpost.connector.credential.CredentialException;
import dev.sealpost.delivery.FailureText;
import java.util.Map;
import java.util.Optional;

/** Shows whether a credential works, by a request that changes nothing. */
public final class TestConnection {

    private final CallSpec call;
    private final MakeCall.Surroundings node;

    public TestConnection(CallSpec call, MakeCall.Surroundings node) {
        this.call = call;
        this.node = node;
    }

    /**
     * Result of a test.
     *
     * @param message what is wrong, in plain words
     */
    public record ConnectionResult(boolean works, String message) {}

    /** @param parameters of the connector, by name; those that the test does not use can be missing */
    public ConnectionResult test(Credential credential, Map<String, JsonNode> parameters) {
        Optional<RequestSpec> request = call.test();
        if (request.isEmpty()) {
            return new ConnectionResult(
                    false, "The connector has no request that changes nothing, so only a real call can show it.");
        }
        CallInput input = new CallInput(
                NullNode.getInstance(),
                parameters,
                Optional.of(credential),
                NullNode.getInstance(),
                "connection test",
                NullNode.getInstance());
        try {
            CallRun run = new CallRun(call, input, node);
            run.requireUrl();
            run.test(request.get());
            return new ConnectionResult(true, "The credential " + credential.name() + " works.");
        } catch (CallFailedException | CallRefusedException | JqException | CredentialException e) {
            return new ConnectionResult(
                    false,
                    FailureText.clean("The credential " + credential.name() + " does not work: " + e.getMessage()));
        }
    }
}
