package dev.sealpost.api.replay;

import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.edge.Listing;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.edge.Query;
import dev.sealpost.api.edge.QueryParameters;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.database.PageRequest;
import dev.sealpost.replay.Replay;
import dev.sealpost.replay.Replays;
import jakarta.servlet.http.HttpServletRequest;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /background-task}: progress of replays. */
@RestController
@RequestMapping("/api/v1/background-task")
class BackgroundController {

    static final Shape PARAMETERS = Shape.of(
            "BackgroundTaskParameters",
            Member.of(
                            "status",
                            JsonType.oneOf(Stream.of(Replay.Status.values())
                                    .map(Replay.Status::word)
                                    .toList()),
                            "Only tasks with this status.")
                    .like("\"running\""),
            Member.of(
                            "task",
                            JsonType.oneOf(Stream.of(Replay.Kind.values())
                                    .map(Replay.Kind::word)
                                    .toList()),
                            "Only tasks of this kind.")
                    .like("\"endpoint.recover\""));

    private final Replays replays;

    BackgroundController(Replays replays) {
        this.replays = replays;
    }

    @Operation(needs = Permission.VIEW, summary = "List the background tasks")
    @GetMapping
    @QueryParameters(
            value = {"status", "task"},
            page = true)
    ListResponse<ReplayOut> list(HttpServletRequest request) {
        Query query = new Query(request);
        PageRequest page = query.page(Listing.BACKGROUND_TASK);
        Replays.ReplayQuery wanted = new Replays.ReplayQuery(
                query.read("status", text -> Query.named(Replay.Status.values(), Replay.Status::word, text)),
                query.read("task", text -> Query.named(Replay.Kind.values(), Replay.Kind::word, text)));
        return ListResponse.of(
                Listing.BACKGROUND_TASK, page, replays.list(wanted, page), Replays::position, ReplayOut::of);
    }

    @Operation(needs = Permission.VIEW, summary = "Get a background task")
    @GetMapping("/{id}")
    ReplayOut get(@PathVariable("id") String id) {
        return replays.find(new Replay.Id(id)).map(ReplayOut::of).orElseThrow(() -> unknown());
    }

    /** Cancels a running task; a finished one is not changed. */
    @Operation(needs = Permission.REPLAY, summary = "Cancel a background task")
    @PostMapping("/{id}/cancel")
    ReplayOut cancel(@PathVariable("id") String id) {
        return replays.cancel(new Replay.Id(id)).map(ReplayOut::of).orElseThrow(() -> unknown());
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("background task");
    }
}
