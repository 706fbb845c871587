package dev.sealpost.api.replay;

import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.edge.Listing;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.edge.Query;
import dev.sealpost.api.edge.QueryParameters;
import dev.sealpost.api.edge.ReadBody;
import dev.sealpost.api.shape.BodyShape;
import dev.sealpost.database.PageRequest;
import dev.sealpost.replay.ParkedMessages;
import dev.sealpost.replay.ParkedMessages.Redriven;
import dev.sealpost.replay.Replay.Kind;
import dev.sealpost.replay.Replay.ReplayRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /parked}: messages in the broker that could not be parsed, for operators. */
@RestController
@RequestMapping("/api/v1/parked")
class ParkedController {

    private final ParkedMessages parked;
    private final ReadBody read;
    private final ReplayIn shape;
    private final OrderReplay orders;

    ParkedController(ParkedMessages parked, ReadBody read, ReplayIn shape, OrderReplay orders) {
        this.parked = parked;
        this.read = read;
        this.shape = shape;
        this.orders = orders;
    }

    @Operation(needs = Permission.OPERATE, summary = "List the parked messages")
    @GetMapping
    @QueryParameters(page = true)
    ListResponse<ParkedOut> list(HttpServletRequest request) {
        PageRequest page = new Query(request).page(Listing.PARKED);
        return ListResponse.of(Listing.PARKED, page, parked.list(page), ParkedMessages::position, ParkedOut::of);
    }

    /** Shows a message with its headers and the beginning of its body. */
    @Operation(needs = Permission.OPERATE, summary = "Get a parked message")
    @GetMapping("/{id}")
    ParkedContentOut get(@PathVariable("id") String id) {
        return parked.content(brokerId(id)).map(ParkedContentOut::of).orElseThrow(() -> unknown());
    }

    @Operation(needs = Permission.OPERATE, summary = "Redrive a parked message")
    @PostMapping("/{id}/redrive")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, Object> redrive(@PathVariable("id") String id) {
        return switch (parked.redrive(brokerId(id))) {
            case Redriven.Done done -> Map.of();
            case Redriven.Unknown unknown -> throw unknown();
            case Redriven.Refused(String why) ->
                throw new ProblemException(HttpStatus.CONFLICT, "not_redrivable", id + " cannot be sent back: " + why);
        };
    }

    @Operation(needs = Permission.OPERATE, summary = "Delete a parked message")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable("id") String id) {
        if (!parked.delete(brokerId(id))) {
            throw unknown();
        }
    }

    /** Redrives all parked messages that match the optional {@code {"reason", "eventTypes", "since", "until"}}. */
    @Operation(needs = Permission.OPERATE, summary = "Redrive parked messages")
    @BodyShape(value = ReplayIn.class, field = "PARKED")
    @PostMapping("/redrive")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ReplayOut redrive(HttpServletRequest request) {
        return orders.order(
                request,
                new ReplayRequest(
                        Kind.REDRIVE_PARKED, Optional.empty(), Optional.empty(), shape.all(read.fields(request))));
    }

    private static long brokerId(String id) {
        return ParkedOut.id(id).orElseThrow(() -> unknown());
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("parked message");
    }
}
