package dev.sealpost.api.attempt;

import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.edge.Listing;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.PathNames;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.edge.Query;
import dev.sealpost.api.edge.QueryParameters;
import dev.sealpost.api.message.FindMessage;
import dev.sealpost.api.message.MessageOut;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.PageRequest;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventStore;
import dev.sealpost.history.AttemptLog;
import dev.sealpost.history.AttemptRecord;
import dev.sealpost.subscription.DestinationId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /app/{app}/attempt} and the attempts of a message. */
@RestController
@RequestMapping("/api/v1/app/{app}")
class AttemptController {

    private static final String WITH_CONTENT = "with_content";
    private static final Set<Integer> STATUS_CLASSES = Set.of(0, 100, 200, 300, 400, 500);

    private static final String EXPANDED = "expanded_statuses";
    private static final String WITH_MSG = "with_msg";

    static final Shape PARAMETERS = Shape.of(
            "AttemptParameters",
            Member.of(
                            EXPANDED,
                            new JsonType.Flag(),
                            "Taken from Svix's clients; only finished attempts are listed, so it makes no difference.")
                    .like("true"),
            Member.of(WITH_MSG, new JsonType.Flag(), "Whether each attempt has its message.")
                    .like("true"),
            Member.of("status", new JsonType.Whole(0, 4), "Only attempts with this status: 0 success, 2 fail.")
                    .like("2"),
            Member.of(
                            "status_code_class",
                            JsonType.oneOf(STATUS_CLASSES.stream()
                                    .sorted()
                                    .map(String::valueOf)
                                    .toList()),
                            "Only attempts whose response has a status code of this hundred; 0: no response.")
                    .like("500"));

    private final PathNames names;
    private final FindMessage find;
    private final AttemptLog attempts;
    private final EventStore events;

    AttemptController(PathNames names, FindMessage find, AttemptLog attempts, EventStore events) {
        this.events = events;
        this.names = names;
        this.find = find;
        this.attempts = attempts;
    }

    @Operation(needs = Permission.VIEW, summary = "List the attempts of a message")
    @GetMapping("/attempt/msg/{message}")
    @QueryParameters(
            value = {"endpoint_id", "status", "status_code_class", WITH_CONTENT, EXPANDED},
            page = true,
            span = true,
            labelled = true)
    ListResponse<MessageAttemptOut> ofMessage(
            @PathVariable("app") String app, @PathVariable("message") String name, HttpServletRequest request) {
        ApplicationId application = names.application(app);
        EventId event = find.named(application, name).id();
        Optional<DestinationId> endpoint = new Query(request)
                .read("endpoint_id", text -> text)
                .map(id -> names.formerDestination(application, id));
        return list(application, Optional.of(event), endpoint, request);
    }

    @Operation(needs = Permission.VIEW, summary = "List the attempts at an endpoint")
    @GetMapping("/attempt/endpoint/{endpoint}")
    @QueryParameters(
            value = {"status", "status_code_class", WITH_CONTENT, WITH_MSG, EXPANDED},
            page = true,
            span = true,
            labelled = true)
    ListResponse<MessageAttemptOut> ofEndpoint(
            @PathVariable("app") String app, @PathVariable("endpoint") String name, HttpServletRequest request) {
        ApplicationId application = names.application(app);
        DestinationId endpoint = names.formerDestination(application, name);
        return list(application, Optional.empty(), Optional.of(endpoint), request);
    }

    @Operation(needs = Permission.VIEW, summary = "Get an attempt")
    @GetMapping("/msg/{message}/attempt/{attempt}")
    @QueryParameters(EXPANDED)
    MessageAttemptOut get(
            @PathVariable("app") String app,
            @PathVariable("message") String message,
            @PathVariable("attempt") String attempt,
            HttpServletRequest request) {
        new Query(request).flag(EXPANDED, false);
        return attempts.find(find.named(names.application(app), message).id(), attempt)
                .map(record -> MessageAttemptOut.of(record, true, Optional.empty()))
                .orElseThrow(() -> ProblemException.notFound("attempt"));
    }

    private ListResponse<MessageAttemptOut> list(
            ApplicationId application,
            Optional<EventId> event,
            Optional<DestinationId> destination,
            HttpServletRequest request) {
        Query query = new Query(request);
        PageRequest page = query.page(Listing.ATTEMPT);
        query.flag(EXPANDED, false);
        boolean withContent = query.flag(WITH_CONTENT, true);
        boolean withMessage = query.flag(WITH_MSG, false);
        Optional<Integer> status = query.read("status", AttemptController::status);
        Optional<Integer> statusClass = query.read("status_code_class", AttemptController::statusClass);
        if (status.filter(wanted -> wanted != MessageAttemptOut.SUCCESS && wanted != MessageAttemptOut.FAIL)
                .isPresent()) {
            // A finished attempt is never pending or sending.
            return ListResponse.whole(List.of());
        }
        AttemptLog.AttemptQuery wanted = new AttemptLog.AttemptQuery(
                event,
                destination,
                query.labelled(),
                new AttemptLog.Ended(status.map(code -> code == MessageAttemptOut.SUCCESS), statusClass),
                query.span());
        return ListResponse.of(
                Listing.ATTEMPT,
                page,
                attempts.list(wanted, page),
                AttemptLog::position,
                attempt -> MessageAttemptOut.of(
                        attempt,
                        withContent,
                        withMessage ? message(application, attempt, withContent) : Optional.empty()));
    }

    private Optional<MessageOut> message(ApplicationId application, AttemptRecord attempt, boolean withContent) {
        return events.find(application, attempt.key().event()).map(event -> MessageOut.of(event, withContent));
    }

    private static int status(String text) {
        int status = Integer.parseInt(text);
        if (status < 0 || status > 4) {
            throw new IllegalArgumentException("a status from 0 to 4 is expected");
        }
        return status;
    }

    private static int statusClass(String text) {
        int first = Integer.parseInt(text);
        if (!STATUS_CLASSES.contains(first)) {
            throw new IllegalArgumentException("0, 100, 200, 300, 400 or 500 is expected");
        }
        return first;
    }
}
