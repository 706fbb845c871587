package dev.sealpost.api.replay;

import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.PathNames;
import dev.sealpost.api.edge.ReadBody;
import dev.sealpost.api.shape.BodyShape;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.replay.Replay.Kind;
import dev.sealpost.replay.Replay.Outcome;
import dev.sealpost.replay.Replay.ReplayRequest;
import dev.sealpost.replay.Replay.Selection;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Starts replays to one endpoint. */
@RestController
@RequestMapping("/api/v1/app/{app}/endpoint/{endpoint}")
class ReplayController {

    private final PathNames names;
    private final ReadBody read;
    private final ReplayIn shape;
    private final OrderReplay orders;

    ReplayController(PathNames names, ReadBody read, ReplayIn shape, OrderReplay orders) {
        this.names = names;
        this.read = read;
        this.shape = shape;
        this.orders = orders;
    }

    /** Replays failed deliveries. */
    @Operation(needs = Permission.REPLAY, summary = "Replay the failed deliveries to an endpoint")
    @BodyShape(value = ReplayIn.class, field = "RECOVER")
    @PostMapping("/recover")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ReplayOut recover(
            @PathVariable("app") String app, @PathVariable("endpoint") String endpoint, HttpServletRequest request) {
        return order(app, endpoint, request, Kind.RECOVER, fields -> shape.window(fields, Set.of(Outcome.DEAD)));
    }

    /** Replays events that were never sent to the endpoint. */
    @Operation(needs = Permission.REPLAY, summary = "Send an endpoint the messages that it never got")
    @BodyShape(value = ReplayIn.class, field = "MISSING")
    @PostMapping("/replay-missing")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ReplayOut replayMissing(
            @PathVariable("app") String app, @PathVariable("endpoint") String endpoint, HttpServletRequest request) {
        return order(
                app, endpoint, request, Kind.REPLAY, fields -> shape.windowOfTypes(fields, Set.of(Outcome.MISSING)));
    }

    /** Replays events selected by type and outcome. */
    @Operation(needs = Permission.REPLAY, summary = "Replay messages to an endpoint, selected by type and outcome")
    @BodyShape(ReplayIn.class)
    @PostMapping("/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ReplayOut replay(
            @PathVariable("app") String app, @PathVariable("endpoint") String endpoint, HttpServletRequest request) {
        return order(app, endpoint, request, Kind.REPLAY, shape::filter);
    }

    /** Replays deliveries by the filter of Svix's clients. */
    @Operation(needs = Permission.REPLAY, summary = "Replay messages to an endpoint, selected by type and status")
    @BodyShape(value = ReplayIn.class, field = "BULK")
    @PostMapping("/bulk-replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ReplayOut bulkReplay(
            @PathVariable("app") String app, @PathVariable("endpoint") String endpoint, HttpServletRequest request) {
        return order(app, endpoint, request, Kind.REPLAY, shape::bulk);
    }

    private ReplayOut order(
            String app, String endpoint, HttpServletRequest request, Kind kind, Function<Fields, Selection> select) {
        ApplicationId application = names.application(app);
        var destination = names.destination(application, endpoint);
        Selection selection = select.apply(read.fields(request));
        return orders.order(
                request, new ReplayRequest(kind, Optional.of(application), Optional.of(destination), selection));
    }
}
