package dev.sealpost.route.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.connector.VendorRequest;
import dev.sealpost.connector.call.CallInput;
import dev.sealpost.connector.call.CallResult;
import dev.sealpost.connector.call.CallSpec;
import dev.sealpost.connector.call.CallVariables;
import dev.sealpost.connector.call.MakeCall;
import dev.sealpost.connector.catalog.Connector;
import dev.sealpost.connector.credential.Credential;
import dev.sealpost.connector.credential.CredentialException;
import dev.sealpost.connector.credential.Credentials;
import dev.sealpost.connector.limit.CallLocks;
import dev.sealpost.connector.limit.CredentialLimits;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.ReceiverFailure;
import dev.sealpost.route.event.EventHeaders;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.TypeConversionException;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/** Connector with its validated parameters, as one step of a route calls it. */
final class PreparedCall {

    private final Connector connector;
    private final CallSpec call;
    private final Map<String, JsonNode> parameters;
    private final Optional<String> credential;
    private final CamelContext camel;

    private PreparedCall(Connector connector, CallSpec call, Map<String, JsonNode> parameters, CamelContext camel) {
        this.connector = connector;
        this.call = call;
        this.parameters = parameters;
        this.credential = Optional.ofNullable(parameters.get(CallVariables.CREDENTIAL))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue);
        this.camel = camel;
    }

    /**
     * Validates the parameters and the credential.
     *
     * @throws dev.sealpost.connector.catalog.ParameterException if one of them does not fit
     */
    static PreparedCall of(Connector connector, Map<String, String> given, CamelContext camel) {
        CallSpec call = connector
                .call()
                .orElseThrow(() -> new IllegalStateException(connector.name() + " is a Kamelet without spec.call"));
        PreparedCall prepared = new PreparedCall(connector, call, connector.values(given), camel);
        Credentials known = CamelContextHelper.findSingleByType(camel, Credentials.class);
        if (known != null) {
            prepared.credential.ifPresent(name -> connector.requireCredential(name, known));
        }
        return prepared;
    }

    CallSpec call() {
        return call;
    }

    String connector() {
        return connector.name();
    }

    /**
     * Makes the call.
     *
     * @param operation see {@link CallInput}
     * @throws ReceiverFailure if it fails
     */
    CallResult make(JsonNode body, ObjectNode event, String operation, JsonNode cursor) {
        MakeCall.Surroundings node = bean(MakeCall.Surroundings.class);
        Optional<Credential> account = credential.map(this::account);
        return new MakeCall(connector.name(), call, node)
                .call(new CallInput(body, parameters, account, event, operation, cursor));
    }

    private Credential account(String name) {
        try {
            return bean(Credentials.class)
                    .find(name)
                    .orElseThrow(() ->
                            failure("there is no credential " + name + "; add it to config/credentials.yaml", false));
        } catch (CredentialException e) {
            throw failure(String.valueOf(e.getMessage()), false);
        }
    }

    /** Returns the first request of the call, without its credential; sends nothing. */
    VendorRequest preview(JsonNode body, ObjectNode event) {
        MakeCall.Surroundings nothing = new MakeCall.Surroundings(
                request -> {
                    throw new IllegalStateException("a preview sends nothing");
                },
                CredentialLimits.none(),
                CallLocks.none(),
                Clock.systemUTC());
        return new MakeCall(connector.name(), call, nothing)
                .preview(
                        new CallInput(body, parameters, Optional.empty(), event, "", NullNode.getInstance()),
                        credential.map(this::values).orElse(Map.of()));
    }

    /** Returns the values of an account that are no secrets; none if it is not set up yet. */
    private Map<String, String> values(String name) {
        try {
            return bean(Credentials.class).find(name).map(Credential::values).orElse(Map.of());
        } catch (CredentialException e) {
            return Map.of();
        }
    }

    private <T> T bean(Class<T> type) {
        T bean = CamelContextHelper.findSingleByType(camel, type);
        if (bean == null) {
            throw new IllegalStateException("connectors run only in a Sealpost node");
        }
        return bean;
    }

    /** Returns the body as JSON; null (JSON) if it is empty. */
    JsonNode body(Message message) {
        if (message.getBody() == null) {
            return NullNode.getInstance();
        }
        try {
            JsonNode body = message.getBody(JsonNode.class);
            if (body != null) {
                return body.isMissingNode() ? NullNode.getInstance() : body;
            }
        } catch (TypeConversionException e) {
            // below
        }
        throw failure("the body is not JSON; convert it in a step before the connector", true);
    }

    private ReceiverFailure failure(String reason, boolean isFinal) {
        String text = connector.name() + ": " + reason;
        return new ReceiverFailure(new Failed(text, isFinal), text);
    }

    /** Returns what expressions know of the event. */
    static ObjectNode event(Message message) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("id", header(message, EventHeaders.EVENT_ID));
        event.put("type", header(message, EventHeaders.EVENT_TYPE));
        event.put("application", header(message, EventHeaders.APPLICATION));
        event.put("time", header(message, EventHeaders.TIMESTAMP));
        return event;
    }

    private static @Nullable String header(Message message, String name) {
        return message.getHeader(name, String.class);
    }
}
