package dev.sealpost.api.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.api.edge.IdempotencyHeader;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.edge.Listing;
import dev.sealpost.api.edge.PathNames;
import dev.sealpost.api.edge.Query;
import dev.sealpost.api.edge.QueryParameters;
import dev.sealpost.api.edge.ReadBody;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.PageRequest;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventStore;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.TraceContext;
import dev.sealpost.event.Violation;
import dev.sealpost.event.message.CloudEvent;
import dev.sealpost.event.message.MessageIn;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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

    private static final String WITH_CONTENT = "with_content";

    private final PathNames names;
    private final ReadBody read;
    private final AcceptMessage accept;
    private final FindMessage find;
    private final EventStore events;
    private final ObjectMapper json;

    MessageController(
            PathNames names,
            ReadBody read,
            AcceptMessage accept,
            FindMessage find,
            EventStore events,
            ObjectMapper json) {
        this.names = names;
        this.read = read;
        this.accept = accept;
        this.find = find;
        this.events = events;
        this.json = json;
    }

    @PostMapping
    @QueryParameters(WITH_CONTENT)
    ResponseEntity<byte[]> create(@PathVariable("app") String app, HttpServletRequest request)
            throws JsonProcessingException {
        boolean withContent = new Query(request).flag(WITH_CONTENT, true);
        ApplicationId application = names.application(app);
        // Checked before the body is read.
        accept.requireRoom(application);
        if (CloudEventRequest.isCloudEvent(request)) {
            return accepted(shown(accept.accept(application, cloudEvent(application, request)), withContent));
        }
        MessageIn message = read.message(request).in(trace(request));
        Event event = accept.accept(application, message, IdempotencyHeader.of(request));
        // Posted JSON needs no further check.
        return accepted(MessageOut.of(event, withContent ? new RawJson(event.payload()) : RawJson.NOTHING));
    }

    /** Sets the content length, which avoids a chunked answer. */
    private ResponseEntity<byte[]> accepted(MessageOut message) throws JsonProcessingException {
        return ResponseEntity.accepted().contentType(MediaType.APPLICATION_JSON).body(json.writeValueAsBytes(message));
    }

    private CloudEvent cloudEvent(ApplicationId application, HttpServletRequest request) {
        CloudEvent event = CloudEventRequest.read(request, read);
        if (event.application().filter(name -> !names.isOf(application, name)).isPresent()) {
            throw new InvalidFieldsException(
                    List.of(new Violation("/sealpostapplication", "must match the application in the path")));
        }
        return event;
    }

    private static Optional<TraceContext> trace(HttpServletRequest request) {
        return request.getHeader(TraceContext.PARENT) == null
                ? Optional.empty()
                : TraceContext.of(
                        Collections.list(request.getHeaders(TraceContext.PARENT)),
                        Collections.list(request.getHeaders(TraceContext.STATE)));
    }

    @GetMapping
    @QueryParameters(value = WITH_CONTENT, page = true, span = true, labelled = true)
    ListResponse<MessageOut> list(@PathVariable("app") String app, HttpServletRequest request) {
        Query query = new Query(request);
        PageRequest page = query.page(Listing.MSG);
        boolean withContent = query.flag(WITH_CONTENT, true);
        EventStore.EventQuery wanted = new EventStore.EventQuery(query.labelled(), query.span(), withContent);
        return ListResponse.of(
                Listing.MSG,
                page,
                events.list(names.application(app), wanted, page),
                EventStore::position,
                event -> shown(event, withContent));
    }

    @GetMapping("/{message}")
    @QueryParameters(WITH_CONTENT)
    MessageOut get(@PathVariable("app") String app, @PathVariable("message") String name, HttpServletRequest request) {
        boolean withContent = new Query(request).flag(WITH_CONTENT, true);
        return shown(find.named(names.application(app), name), withContent);
    }

    private static MessageOut shown(Event event, boolean withContent) {
        return MessageOut.of(event, withContent ? RawJson.of(event.content()) : RawJson.NOTHING);
    }
}
