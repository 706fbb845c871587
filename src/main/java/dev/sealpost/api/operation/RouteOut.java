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
 * A file with routes, or a connector.
 *
 * @param state {@code running}; {@code outdated}: what was in it before runs; {@code refused}: nothing of it runs
 * @param runningSince when what runs was taken in
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record RouteOut(
        String file, String state, Optional<Instant> runningSince, List<OneRoute> routes, List<OneProblem> problems) {

    /** @param state {@code started}, {@code stopped} or {@code suspended} */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record OneRoute(String id, Optional<String> description, String state, boolean destination) {}

    /** @param remedy what can be done */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record OneProblem(OptionalInt line, OptionalInt column, String reason, String remedy, Instant since) {}

    static RouteOut of(RouteFileStatus file) {
        return new RouteOut(
                file.file(),
                file.state().word(),
                file.runningSince(),
                file.routes().stream().map(RouteOut::route).toList(),
                file.problems().stream().map(RouteOut::problem).toList());
    }

    private static OneRoute route(RouteStatus route) {
        return new OneRoute(route.id(), route.description(), route.state(), route.destination());
    }

    private static OneProblem problem(RouteProblems.Reported standing) {
        return new OneProblem(
                standing.problem().place().line(),
                standing.problem().place().column(),
                standing.problem().reason(),
                standing.problem().remedy(),
                standing.since());
    }
}
