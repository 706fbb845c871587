package dev.sealpost.route.event;

import dev.sealpost.delivery.FailedRun;
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
 * The steps that one run of a route has come through, kept in its exchange and in copies of that. Steps and times only: what
 * the steps carry is not looked at, and nothing is written into a text before a run has failed.
 */
public final class RunTrail {

    private static final String PROPERTY = "SealpostRunTrail";
    private static final int LONGEST_ID = 100;

    private final Map<NamedNode, Passed> passed = new LinkedHashMap<>();
    private @Nullable NamedNode failed;
    private @Nullable Throwable failure;

    private static final class Passed {

        private int runs;
        private long nanos;
    }

    public static Optional<RunTrail> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, RunTrail.class));
    }

    public void enter(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    synchronized void begun(NamedNode step) {
        Passed known = passed.get(step);
        if (known == null && passed.size() < FailedRun.MOST_STEPS) {
            known = new Passed();
            passed.put(step, known);
        }
        if (known != null) {
            known.runs++;
        }
    }

    /** @param exception that it ended with; a step around it ends with the same or with one that it causes */
    synchronized void ended(NamedNode step, long nanos, @Nullable Throwable exception) {
        Passed known = passed.get(step);
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

    /** The step that failed last; empty when none did. */
    public synchronized Optional<FailedRun.Step> failedStep() {
        return Optional.ofNullable(failed).map(RunTrail::describe);
    }

    /** @param error what is told of the exception */
    synchronized Optional<FailedRun> failedRun(String error) {
        return failedStep().map(step -> new FailedRun(step, error, times()));
    }

    private List<FailedRun.StepTime> times() {
        List<FailedRun.StepTime> times = new ArrayList<>();
        passed.forEach(
                (step, its) -> times.add(new FailedRun.StepTime(id(step), its.runs, Duration.ofNanos(its.nanos))));
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
        return id.length() <= LONGEST_ID ? id : id.substring(0, LONGEST_ID);
    }

    private static Optional<String> place(NamedNode step) {
        String file = step.getLocation();
        return file == null
                ? Optional.empty()
                : Optional.of(file.replaceFirst("^(file|classpath):", "") + ":" + step.getLineNumber());
    }
}
