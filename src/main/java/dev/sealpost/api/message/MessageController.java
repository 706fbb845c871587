package dev.sealpost.api.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.edge.Listing;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.PathNames;
import dev.sealpost.api.edge.Query;
import dev.sealpost.api.edge.QueryParameters;
import dev.sealpost.api.shape.AnswerShape;
import dev.sealpost.api.shape.BodyShape;
import dev.sealpost.database.PageRequest;
import dev.sealpost.event.EventStore;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /app/{app}/msg}. */
@RestController
@RequestMapping("/api/v1/app/{app}/msg")
class MessageController {

    private final PathNames names;
    private final PostMessage post;
    private final FindMessage find;
    private final EventStore events;

    MessageController(PathNames names, PostMessage post, FindMessage find, EventStore events) {
        this.names = names;
        this.post = post;
        this.find = find;
        this.events = events;
    }

    // Serves percent-encoded names; IngestFilter serves all others.
    /** Accepts a message; answers once it is on disk. */
    @Operation(needs = Permission.SEND_MESSAGES, summary = "Send a message")
    @BodyShape(value = MessageShape.class, others = "application/cloudevents+json")
    @AnswerShape(value = MessageOut.class, statuses = 202)
    @PostMapping
    @QueryParameters(PostMessage.WITH_CONTENT)
    ResponseEntity<byte[]> create(
            @PathVariable("app") String app, HttpServletRequest request, HttpServletResponse response)
            throws JsonProcessingException {
        return ResponseEntity.accepted()
                .contentType(MediaType.APPLICATION_JSON)
                .body(post.post(app, request, response));
    }

    @Operation(needs = Permission.VIEW, summary = "List the messages of an application")
    @GetMapping
    @QueryParameters(value = PostMessage.WITH_CONTENT, page = true, span = true, labelled = true)
    ListResponse<MessageOut> list(@PathVariable("app") String app, HttpServletRequest request) {
        Query query = new Query(request);
        PageRequest page = query.page(Listing.MSG);
        boolean withContent = query.flag(PostMessage.WITH_CONTENT, true);
        EventStore.EventQuery wanted = new EventStore.EventQuery(query.labelled(), query.span(), withContent);
        return ListResponse.of(
                Listing.MSG,
                page,
                events.list(names.application(app), wanted, page),
                EventStore::position,
                event -> MessageOut.of(event, withContent));
    }

    @Operation(needs = Permission.VIEW, summary = "Get a message")
    @GetMapping("/{message}")
    @QueryParameters(PostMessage.WITH_CONTENT)
    MessageOut get(@PathVariable("app") String app, @PathVariable("message") String name, HttpServletRequest request) {
        boolean withContent = new Query(request).flag(PostMessage.WITH_CONTENT, true);
        return MessageOut.of(find.named(names.application(app), name), withContent);
    }
}
