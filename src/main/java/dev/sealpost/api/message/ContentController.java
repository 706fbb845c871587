package dev.sealpost.api.message;

import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.PathNames;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.edge.ReadBody;
import dev.sealpost.api.shape.BodyShape;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.EventId;
import dev.sealpost.history.AttemptLog;
import dev.sealpost.history.AttemptRecord;
import dev.sealpost.retention.DeleteContent;
import dev.sealpost.retention.DeleteContent.AttemptPlace;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Deletes the content of messages and attempts. */
@RestController
@RequestMapping("/api/v1/app/{app}/msg")
class ContentController {

    private static final int MOST = 100;

    static final Shape SHAPE = Shape.of(
            "BulkExpungeContentsIn",
            Member.of(
                            "ids",
                            new JsonType.Items(JsonType.text(1, 300), 1, MOST),
                            "Ids or your own ids of messages, at most " + MOST + ".")
                    .asRequired()
                    .like("[\"order-0-created\"]"));

    private final PathNames names;
    private final FindMessage find;
    private final AttemptLog attempts;
    private final DeleteContent delete;
    private final ReadBody read;

    ContentController(PathNames names, FindMessage find, AttemptLog attempts, DeleteContent delete, ReadBody read) {
        this.names = names;
        this.find = find;
        this.attempts = attempts;
        this.delete = delete;
        this.read = read;
    }

    /**
     * Results of a deletion.
     *
     * @param results {@code expunged} or {@code not-found}, by the names of the request
     */
    record BulkExpungeContentsOut(Map<String, String> results) {}

    /** Deletes the payload and cancels what is pending. */
    @Operation(needs = Permission.DELETE_CONTENT, summary = "Delete the payload of a message")
    @DeleteMapping("/{message}/content")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void ofMessage(@PathVariable("app") String app, @PathVariable("message") String name) {
        ApplicationId application = names.application(app);
        if (!expunge(application, find.named(application, name).id())) {
            throw new ProblemException(
                    HttpStatus.CONFLICT,
                    "not_yet_accepted",
                    "the message is being accepted, and its content cannot be deleted yet; try again in a moment");
        }
    }

    private boolean expunge(ApplicationId application, EventId event) {
        return delete.ofEvent(application, event);
    }

    @Operation(needs = Permission.DELETE_CONTENT, summary = "Delete the payloads of several messages")
    @BodyShape(ContentController.class)
    @PostMapping("/bulk-expunge")
    BulkExpungeContentsOut ofMessages(@PathVariable("app") String app, HttpServletRequest request) {
        ApplicationId application = names.application(app);
        Fields fields = read.fields(request);
        List<String> ids = fields.list("ids", List.of(), id -> id);
        fields.throwIfInvalid();
        Map<String, String> results = new LinkedHashMap<>();
        for (String id : ids) {
            boolean isDone = find.find(application, id)
                    .filter(event -> expunge(application, event.id()))
                    .isPresent();
            results.put(id, isDone ? "expunged" : "not-found");
        }
        return new BulkExpungeContentsOut(results);
    }

    /** Deletes the answer of the receiver. */
    @Operation(needs = Permission.DELETE_CONTENT, summary = "Delete the response of an attempt")
    @DeleteMapping("/{message}/attempt/{attempt}/content")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void ofAttempt(
            @PathVariable("app") String app,
            @PathVariable("message") String message,
            @PathVariable("attempt") String attempt) {
        ApplicationId application = names.application(app);
        AttemptRecord found = attempts.find(find.named(application, message).id(), attempt)
                .orElseThrow(() -> ProblemException.notFound("attempt"));
        delete.ofAttempt(
                application,
                new AttemptPlace(
                        found.key().event(),
                        found.key().destination().value(),
                        found.attemptKey().cycle(),
                        found.attemptKey().number()),
                found.id());
    }
}
