package dev.sealpost.api.attempt;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.delivery.FailedRun;
import java.util.List;
import java.util.Optional;

/**
 * A run of a route that failed, as the API shows it.
 *
 * @param routeId the route that holds the step
 * @param stepId as in the route's file, or as Camel has numbered it
 * @param stepKind such as {@code to} or {@code bean}
 * @param endpoint what the step calls, without what may be secret
 * @param place file and line of the step
 * @param error class and message of the exception
 * @param steps that were begun, in their order, with how often and how long they ran
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record FailedRunOut(
        String routeId,
        String stepId,
        String stepKind,
        Optional<String> endpoint,
        Optional<String> place,
        String error,
        List<StepOut> steps) {

    record StepOut(String stepId, int runs, long durationMs) {}

    static FailedRunOut of(FailedRun run) {
        return new FailedRunOut(
                run.step().route(),
                run.step().id(),
                run.step().kind(),
                run.step().endpoint(),
                run.step().place(),
                run.error(),
                run.steps().stream()
                        .map(step ->
                                new StepOut(step.id(), step.runs(), step.time().toMillis()))
                        .toList());
    }
}
