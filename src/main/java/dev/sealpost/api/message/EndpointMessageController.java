package dev.sealpost.api.message;

import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.edge.Listing;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.PathNames;
import dev.sealpost.api.edge.Query;
import dev.sealpost.api.edge.QueryParameters;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventStore;
import dev.sealpost.history.DeliveryLog;
import dev.sealpost.history.DeliveryLog.RecordedState;
import dev.sealpost.history.DeliveryStatus;
import dev.sealpost.subscription.DestinationId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /app/{app}/endpoint/{endpoint}/msg}. */
@RestController
@RequestMapping("/api/v1/app/{app}/endpoint/{endpoint}/msg")
class EndpointMessageController {

    static final Shape PARAMETERS = Shape.of(
            "EndpointMessageParameters",
            Member.of(
                            "status",
                            new JsonType.Whole(0, 4),
                            "Only messages whose delivery has this status: 0 success, 1 pending, 2 fail, 3 sending, 4 canceled.")
                    .like("2"),
            Member.of(
                            "expanded_statuses",
                            new JsonType.Flag(),
                            "Taken from Svix's clients; statuses are always expanded.")
                    .like("true"));

    private static final String CONTENT = "with_content";

    private final PathNames names;
    private final EventStore events;
    private final DeliveryLog deliveries;

    EndpointMessageController(PathNames names, EventStore events, DeliveryLog deliveries) {
        this.names = names;
        this.events = events;
        this.deliveries = deliveries;
    }

    @Operation(needs = Permission.VIEW, summary = "List the messages of an endpoint, with the status of each")
    @GetMapping
    @QueryParameters(
            value = {"status", CONTENT, "expanded_statuses"},
            page = true,
            span = true,
            labelled = true)
    ListResponse<EndpointMessageOut> list(
            @PathVariable("app") String app, @PathVariable("endpoint") String name, HttpServletRequest request) {
        ApplicationId application = names.application(app);
        DestinationId endpoint = names.formerDestination(application, name);
        Query query = new Query(request);
        PageRequest page = query.page(Listing.ENDPOINT_MSG);
        query.flag("expanded_statuses", true);
        boolean withContent = query.flag(CONTENT, true);
        Page<Event> found = events.list(
                application,
                new EventStore.EventQuery(
                        query.labelled(),
                        query.span(),
                        withContent,
                        Optional.of(DeliveryLog.owedTo(endpoint, query.read("status", DeliveryStatus::of)))),
                page);
        Map<EventId, RecordedState> states = deliveries.states(
                endpoint, found.items().stream().map(Event::id).toList());
        return ListResponse.of(
                Listing.ENDPOINT_MSG,
                page,
                found,
                EventStore::position,
                event -> EndpointMessageOut.of(event, withContent, Objects.requireNonNull(states.get(event.id()))));
    }
}
