package dev.sealpost.api.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.api.edge.IdempotencyHeader;
import dev.sealpost.api.edge.IgnoredNames;
import dev.sealpost.api.edge.PathNames;
import dev.sealpost.api.edge.Query;
import dev.sealpost.api.edge.ReadBody;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.TraceContext;
import dev.sealpost.event.Violation;
import dev.sealpost.event.message.CloudEvent;
import dev.sealpost.event.message.MessageIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads a posted event, publishes it and describes it. The caller has checked the token and the parameters. */
@Component
class PostMessage {

    static final String WITH_CONTENT = "with_content";

    private final PathNames names;
    private final ReadBody read;
    private final AcceptMessage accept;
    private final ObjectMapper json;

    PostMessage(PathNames names, ReadBody read, AcceptMessage accept, ObjectMapper json) {
        this.names = names;
        this.read = read;
        this.accept = accept;
        this.json = json;
    }

    /**
     * Returns the event as JSON, once it is on disk.
     *
     * @param app id or uid of the application
     * @param response receives the names of ignored members
     */
    byte[] post(String app, HttpServletRequest request, HttpServletResponse response) throws JsonProcessingException {
        boolean withContent = new Query(request).flag(WITH_CONTENT, true);
        ApplicationId application = names.application(app);
        // Checked before the body is read.
        accept.requireRoom(application);
        if (CloudEventRequest.isCloudEvent(request)) {
            Event event = accept.accept(application, cloudEvent(application, request));
            return json.writeValueAsBytes(MessageOut.of(event, withContent));
        }
        MessageIn message = read.message(request).in(trace(request));
        if (!message.ignored().isEmpty()) {
            message.ignored().forEach(IgnoredNames.of(request, response)::addMember);
        }
        Event event = accept.accept(application, message, IdempotencyHeader.of(request));
        if (!event.content().type().equals(Content.JSON)) {
            return json.writeValueAsBytes(MessageOut.of(event, withContent));
        }
        // Posted JSON needs no further check.
        RawJson payload = withContent ? new RawJson(event.payload()) : RawJson.NOTHING;
        return json.writeValueAsBytes(new MessageOut(event, payload));
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
}
