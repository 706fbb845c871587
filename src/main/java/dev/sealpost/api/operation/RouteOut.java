package dev.sealpost.api.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.route.load.RouteFileStatus;
import dev.sealpost.route.load.RouteFileStatus.RouteStatus;
import dev.sealpost.route.load.RouteProblems;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Route or connector file in an answer.
 *
 * @param state {@code running}; {@code outdated}: the previous content runs; {@code refused}: nothing of it runs
 * @param runningSince when the running content was loaded
 * @param deployment version of the deployment that the file belongs to; empty: a file of this node
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record RouteOut(
        String file,
        String state,
        Optional<Instant> runningSince,
        Optional<Long> deployment,
        List<OneRoute> routes,
        List<OneProblem> problems) {

    /** @param state {@code started}, {@code stopped} or {@code suspended} */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record OneRoute(String id, Optional<String> description, String state, boolean destination) {}

    /**
     * @param remedy how to fix it
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record OneProblem(OptionalInt line, OptionalInt column, String reason, String remedy, Instant since) {}

    static RouteOut of(RouteFileStatus file, Optional<Long> deployment) {
        return new RouteOut(
                file.file(),
                file.state().word(),
                file.runningSince(),
                deployment,
                file.routes().stream().map(RouteOut::route).toList(),
                file.problems().stream().map(RouteOut::problem).toList());
    }

    private static OneRoute route(RouteStatus route) {
        return new OneRoute(route.id(), route.description(), route.state(), route.destination());
    }

    private static OneProblem problem(RouteProblems.Reported reported) {
        return new OneProblem(
                reported.problem().place().line(),
                reported.problem().place().column(),
                reported.problem().reason(),
                reported.problem().remedy(),
                reported.since());
    }
}
