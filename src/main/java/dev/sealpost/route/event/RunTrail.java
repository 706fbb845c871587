package dev.sealpost.route.event;

import dev.sealpost.delivery.FailedRun;
import dev.sealpost.delivery.FailureText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.jspecify.annotations.Nullable;

/**
 * Trail of the steps of one run of a route, kept in its exchange and copies. Records steps and durations only, and formats
 * nothing unless the run fails.
 */
public final class RunTrail {

    private static final String PROPERTY = "SealpostRunTrail";
    private static final int MAX_ID_LENGTH = 100;

    private final Map<NamedNode, Timing> timings = new LinkedHashMap<>();
    private @Nullable NamedNode failed;
    private @Nullable Throwable failure;

    private static final class Timing {

        private int runs;
        private long nanos;
    }

    public static Optional<RunTrail> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, RunTrail.class));
    }

    public void enter(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    synchronized void started(NamedNode step) {
        Timing known = timings.get(step);
        if (known == null && timings.size() < FailedRun.MOST_STEPS) {
            known = new Timing();
            timings.put(step, known);
        }
        if (known != null) {
            known.runs++;
        }
    }

    /** @param exception exception of the step; enclosing steps end with the same one or with one caused by it */
    synchronized void ended(NamedNode step, long nanos, @Nullable Throwable exception) {
        Timing known = timings.get(step);
        if (known != null) {
            known.nanos += nanos;
        }
        if (exception != null && !isCausedBy(exception, failure)) {
            failed = step;
            failure = exception;
        }
    }

    private static boolean isCausedBy(Throwable exception, @Nullable Throwable cause) {
        int depth = 0;
        for (Throwable each = exception; each != null && depth < 100; each = each.getCause()) {
            if (each == cause) {
                return true;
            }
            depth++;
        }
        return false;
    }

    /** Returns the step that failed last; empty if none failed. */
    public synchronized Optional<FailedRun.Step> failedStep() {
        return Optional.ofNullable(failed).map(RunTrail::describe);
    }

    /** @param error description of the exception */
    synchronized Optional<FailedRun> failedRun(String error) {
        return failedStep().map(step -> new FailedRun(step, error, times()));
    }

    private List<FailedRun.StepTime> times() {
        List<FailedRun.StepTime> times = new ArrayList<>();
        timings.forEach((step, timing) ->
                times.add(new FailedRun.StepTime(id(step), timing.runs, Duration.ofNanos(timing.nanos))));
        return times;
    }

    private static FailedRun.Step describe(NamedNode step) {
        Optional<String> endpoint = step instanceof EndpointRequiredDefinition calls
                ? Optional.ofNullable(calls.getEndpointUri()).map(FailureText::endpoint)
                : Optional.empty();
        return new FailedRun.Step(
                String.valueOf(ProcessorDefinitionHelper.getRouteId(step)),
                id(step),
                step.getShortName(),
                endpoint,
                place(step));
    }

    private static String id(NamedNode step) {
        String id = String.valueOf(step.getId());
        return id.length() <= MAX_ID_LENGTH ? id : id.substring(0, MAX_ID_LENGTH);
    }

    private static Optional<String> place(NamedNode step) {
        String file = step.getLocation();
        return file == null
                ? Optional.empty()
                : Optional.of(file.replaceFirst("^(file|classpath):", "") + ":" + step.getLineNumber());
    }
}
