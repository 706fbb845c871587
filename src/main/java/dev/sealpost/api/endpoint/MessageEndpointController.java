package dev.sealpost.api.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.edge.Listing;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.PathNames;
import dev.sealpost.api.edge.Query;
import dev.sealpost.api.edge.QueryParameters;
import dev.sealpost.api.message.FindMessage;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.Position;
import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.endpoint.EndpointStore;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.history.DeliveryLog;
import dev.sealpost.history.DeliveryLog.RecordedState;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /app/{app}/msg/{message}/endpoint}. */
@RestController
@RequestMapping("/api/v1/app/{app}/msg/{message}/endpoint")
class MessageEndpointController {

    private final PathNames names;
    private final FindMessage find;
    private final DeliveryLog deliveries;
    private final EndpointStore endpoints;

    MessageEndpointController(PathNames names, FindMessage find, DeliveryLog deliveries, EndpointStore endpoints) {
        this.names = names;
        this.find = find;
        this.deliveries = deliveries;
        this.endpoints = endpoints;
    }

    /**
     * Endpoint in an answer, with the state of the delivery of one message.
     *
     * @param status 0 success, 1 pending, 2 fail, 3 sending, 4 canceled
     * @param nextAttempt time of the next attempt; absent: none is planned
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record MessageEndpointOut(
            String id,
            Optional<String> uid,
            String url,
            String description,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> eventTypes,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> filterTypes,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> channels,
            Optional<Integer> throttleRate,
            Optional<Integer> rateLimit,
            boolean disabled,
            int version,
            int status,
            String statusText,
            Optional<Instant> nextAttempt,
            Instant createdAt,
            Instant updatedAt) {

        private static MessageEndpointOut of(Owed owed) {
            Endpoint endpoint = owed.endpoint();
            Endpoint.Profile profile = endpoint.profile();
            List<String> types = endpoint.filter().eventTypes().stream()
                    .map(EventTypePattern::expression)
                    .toList();
            Optional<Integer> rate = profile.policy().override().load().wholeRate();
            return new MessageEndpointOut(
                    endpoint.id().value(),
                    profile.uid(),
                    endpoint.receiver().url().value(),
                    profile.description(),
                    types,
                    types,
                    endpoint.filter().channels(),
                    rate,
                    rate,
                    endpoint.disabled(),
                    1,
                    owed.state().status().number(),
                    owed.state().status().word(),
                    owed.state().nextAttempt(),
                    profile.status().createdAt(),
                    profile.status().updatedAt());
        }
    }

    private record Owed(Endpoint endpoint, RecordedState state) {

        private Position position() {
            return EndpointStore.position(endpoint);
        }
    }

    /** Lists endpoints that the message is or was owed to; without those that were deleted, and without routes. */
    @Operation(needs = Permission.VIEW, summary = "List the endpoints of a message, with the status of each")
    @GetMapping
    @QueryParameters(page = true)
    ListResponse<MessageEndpointOut> list(
            @PathVariable("app") String app, @PathVariable("message") String name, HttpServletRequest request) {
        ApplicationId application = names.application(app);
        PageRequest page = new Query(request).page(Listing.MSG_ENDPOINT);
        List<Owed> owed = deliveries.states(find.named(application, name).id()).entrySet().stream()
                .filter(each -> !each.getKey().isRoute())
                .flatMap(each -> owed(application, each.getKey().value(), each.getValue()))
                .toList();
        return ListResponse.of(
                Listing.MSG_ENDPOINT, page, page.of(owed, Owed::position), Owed::position, MessageEndpointOut::of);
    }

    private Stream<Owed> owed(ApplicationId application, String endpoint, RecordedState state) {
        return endpoints.find(application, endpoint).map(found -> new Owed(found, state)).stream();
    }
}
