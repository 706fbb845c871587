package dev.sealpost.route.camel;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.NamedNode;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.ResequenceDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Step that detaches work from a run: the work continues in parallel, or its failure is dropped. After
 * {@code from: event:} the attempt would succeed, and nothing would be repeated.
 *
 * @param reason names the step
 */
public record Detachment(String reason, String remedy) {

    private static final String LOST = ", so a failure in them would count as success";
    private static final String PUBLISH = "publish an event here (to: event:…) and consume it in a separate route";
    private static final Pattern QUEUE = Pattern.compile("(?:^|[\\s,'\"(])((?:seda|stub|disruptor|vm):)");
    private static final String WAITS = "waitForTaskToComplete=Always";

    /** Returns the detachment of a step; empty if the step waits for its work and fails with it. */
    public static Optional<Detachment> of(NamedNode step) {
        return switch (step) {
            case AggregateDefinition aggregate ->
                steps("aggregate runs its steps outside the run", PUBLISH + "; or aggregate within one run (split)");
            case WireTapDefinition<?> tap ->
                steps("wireTap runs its steps outside the run", "use to: or multicast; or " + PUBLISH);
            case ResequenceDefinition resequence ->
                steps("resequence runs its steps outside the run", "set ordered=true on from: event:");
            case OnCompletionDefinition completion ->
                steps("onCompletion runs its steps after the run", "put them at the end of the route; or " + PUBLISH);
            case MulticastDefinition multicast ->
                branches(
                        "multicast",
                        multicast.getAggregationStrategy(),
                        multicast.getStopOnException(),
                        multicast.getTimeout());
            case SplitDefinition split ->
                branches("split", split.getAggregationStrategy(), split.getStopOnException(), split.getTimeout());
            case RecipientListDefinition<?> list ->
                branches("recipientList", list.getAggregationStrategy(), list.getStopOnException(), list.getTimeout())
                        .or(() -> ofText(list));
            case IdempotentConsumerDefinition once
            when "false".equals(once.getRemoveOnFailure()) ->
                Optional.of(new Detachment(
                        "idempotentConsumer with removeOnFailure=false treats the retry of a failed run as a duplicate,"
                                + " which would count as success",
                        "delete removeOnFailure"));
            case ToDynamicDefinition to -> queue(to.getUri());
            case EndpointRequiredDefinition to -> queue(to.getEndpointUri());
            case ExpressionNode dynamic -> ofText(dynamic);
            default -> Optional.empty();
        };
    }

    private static Optional<Detachment> ofText(ExpressionNode step) {
        boolean calls = List.of("recipientList", "routingSlip", "dynamicRouter").contains(step.getShortName());
        return calls && step.getExpression() != null
                ? queue(step.getExpression().getExpression())
                : Optional.empty();
    }

    /** @param uri URI of an endpoint, or an expression that contains URIs */
    static Optional<Detachment> queue(@Nullable String uri) {
        if (String.valueOf(uri).matches("(?s).*direct:.*[?&]failIfNoConsumers=false.*")) {
            return Optional.of(new Detachment(
                    "direct: with failIfNoConsumers=false does nothing while its route is stopped, which would count as success",
                    "delete failIfNoConsumers"));
        }
        var found = QUEUE.matcher(String.valueOf(uri));
        return found.find() && !String.valueOf(uri).contains(WAITS)
                ? steps(
                        found.group(1) + " runs the steps of its consumer outside the run",
                        "use direct:, or set " + WAITS + "; or " + PUBLISH)
                : Optional.empty();
    }

    private static Optional<Detachment> steps(String reason, String remedy) {
        return Optional.of(new Detachment(reason + LOST, remedy));
    }

    private static Optional<Detachment> branches(
            String step, @Nullable String strategy, @Nullable String stop, @Nullable String timeout) {
        if (timeout != null && !timeout.equals("0")) {
            return steps(
                    step + " with a timeout abandons its steps",
                    "delete the timeout: the deadline of the route applies");
        }
        return strategy != null && !"true".equals(stop)
                ? steps(
                        step + " with a custom aggregationStrategy may discard failures of its steps",
                        "set stopOnException: true")
                : Optional.empty();
    }
}
