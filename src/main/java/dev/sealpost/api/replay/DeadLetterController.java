package dev.sealpost.api.replay;

import dev.sealpost.access.Permission;
import dev.sealpost.api.attempt.ResendController;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.edge.Listing;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.PathNames;
import dev.sealpost.api.edge.Query;
import dev.sealpost.api.edge.QueryParameters;
import dev.sealpost.api.edge.ReadBody;
import dev.sealpost.api.shape.BodyShape;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.PageRequest;
import dev.sealpost.history.DeadLetters;
import dev.sealpost.replay.Replay.Kind;
import dev.sealpost.replay.Replay.ReplayRequest;
import dev.sealpost.replay.Replay.Selection;
import dev.sealpost.subscription.DestinationId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /app/{app}/dead-letter}. {@link ResendController} resends a single one. */
@RestController
@RequestMapping("/api/v1/app/{app}/dead-letter")
class DeadLetterController {

    private final PathNames names;
    private final ReadBody read;
    private final ReplayIn shape;
    private final DeadLetters letters;
    private final OrderReplay orders;

    DeadLetterController(PathNames names, ReadBody read, ReplayIn shape, DeadLetters letters, OrderReplay orders) {
        this.names = names;
        this.read = read;
        this.shape = shape;
        this.letters = letters;
        this.orders = orders;
    }

    @Operation(needs = Permission.VIEW, summary = "List the dead letters of an application")
    @GetMapping
    @QueryParameters(
            value = {"endpoint_id", "event_types"},
            page = true,
            span = true)
    ListResponse<DeadLetterOut> list(@PathVariable("app") String app, HttpServletRequest request) {
        Query query = new Query(request);
        PageRequest page = query.page(Listing.DEAD_LETTER);
        ApplicationId application = names.application(app);
        Optional<DestinationId> destination =
                query.read("endpoint_id", text -> text).map(name -> names.destination(application, name));
        DeadLetters.DeadLetterQuery wanted =
                new DeadLetters.DeadLetterQuery(application, destination, query.eventTypes(), query.span());
        return ListResponse.of(
                Listing.DEAD_LETTER, page, letters.list(wanted, page), DeadLetters::position, DeadLetterOut::of);
    }

    /** Replays all dead letters that match the optional {@code {"endpointId", "eventTypes", "since", "until"}}. */
    @Operation(needs = Permission.REPLAY, summary = "Replay the dead letters of an application")
    @BodyShape(value = ReplayIn.class, field = "DEAD")
    @PostMapping("/redrive")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ReplayOut redrive(@PathVariable("app") String app, HttpServletRequest request) {
        ApplicationId application = names.application(app);
        Fields fields = read.fields(request);
        Optional<DestinationId> destination = fields.optional(
                "endpointId", Optional.empty(), node -> names.destination(application, Fields.text(node)));
        Selection selection = shape.all(fields);
        return orders.order(
                request, new ReplayRequest(Kind.REDRIVE_DEAD, Optional.of(application), destination, selection));
    }
}
