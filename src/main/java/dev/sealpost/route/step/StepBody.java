package dev.sealpost.route.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.FailureText;
import dev.sealpost.delivery.ReceiverFailure;
import dev.sealpost.route.event.Branches;
import dev.sealpost.route.event.ConsumedEvent;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.TypeConversionException;

/** Input of a step: its JSON body, and the identity of the event and the branch. */
final class StepBody {

    private static final String REDELIVERIES = "CamelRedeliver";

    private StepBody() {}

    /** @throws ReceiverFailure if the body is no JSON object */
    static ObjectNode object(Exchange exchange, String connector) {
        try {
            if (exchange.getMessage().getBody(JsonNode.class) instanceof ObjectNode object) {
                return object;
            }
        } catch (TypeConversionException e) {
            throw refused(connector, "the body is not JSON; convert it in a step before the connector");
        }
        throw refused(connector, "the body is no JSON object; build one in a step before the connector");
    }

    /** Returns a member as text; empty if it is missing or null. */
    static Optional<String> text(ObjectNode body, String member) {
        return Optional.ofNullable(body.get(member))
                .filter(value -> !value.isNull())
                .map(value -> value.isTextual() ? value.textValue() : value.toString());
    }

    /** @throws ReceiverFailure if it is missing or null */
    static String required(ObjectNode body, String member, String connector) {
        return text(body, member)
                .orElseThrow(() ->
                        refused(connector, "the body has no /" + member + "; set it in a step before the connector"));
    }

    /** Returns a text that is the same on each attempt, and different for every other event and every other part of a split. */
    static String identity(Exchange exchange) {
        return ConsumedEvent.idOf(exchange) + Branches.of(exchange);
    }

    /** Replaces all headers: those of the event could redirect the step, or reach the receiver. */
    static void replaceHeaders(Exchange exchange, Map<String, Object> headers) {
        // Camel counts the redeliveries of the route in a header.
        exchange.getMessage().removeHeaders("*", REDELIVERIES + ".*");
        exchange.getMessage().getHeaders().putAll(headers);
    }

    /** Failure that no retry can mend. */
    static ReceiverFailure refused(String connector, String reason) {
        return failure(connector, reason, true);
    }

    static ReceiverFailure failure(String connector, String reason, boolean isFinal) {
        String text = FailureText.clean(connector + ": " + reason);
        return new ReceiverFailure(new Failed(text, isFinal), text);
    }

    /** Returns the exception that {@code doCatch} has caught. */
    static Exception caught(Exchange exchange) {
        return exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    }
}
