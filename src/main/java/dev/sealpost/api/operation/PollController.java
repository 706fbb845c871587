package dev.sealpost.api.operation;

import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.edge.ReadBody;
import dev.sealpost.api.shape.BodyShape;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.delivery.FailureText;
import dev.sealpost.source.poll.PollCursors;
import dev.sealpost.source.poll.PollStatus;
import dev.sealpost.source.poll.Polls;
import dev.sealpost.source.poll.StoredPoll;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /poll}: the polls of all nodes, their progress and their cursors. */
@RestController
@RequestMapping("/api/v1/poll")
class PollController {

    private static final Logger LOG = LoggerFactory.getLogger(PollController.class);
    private static final int LONGEST_CURSOR = 4_096;

    static final Shape SHAPE = Shape.of(
            "CursorIn",
            Member.of(
                            "cursor",
                            JsonType.text(0, LONGEST_CURSOR),
                            "The new cursor; null or empty: the start of the list.")
                    .asRequired()
                    .orNull()
                    .like("\"2026-12-01T08:00:00Z\""),
            Member.of(
                            "expected",
                            JsonType.text(0, LONGEST_CURSOR),
                            "The cursor that is replaced; another one is answered 409. Absent: any.")
                    .orNull());

    private final PollCursors cursors;
    private final Polls polls;
    private final ReadBody read;

    PollController(PollCursors cursors, Polls polls, ReadBody read) {
        this.cursors = cursors;
        this.polls = polls;
        this.read = read;
    }

    /** Lists all polls by name, without pagination. */
    @Operation(needs = Permission.VIEW, summary = "List the polls")
    @GetMapping
    ListResponse<PollOut> list() {
        return ListResponse.whole(cursors.list().stream().map(this::shape).toList());
    }

    @Operation(needs = Permission.VIEW, summary = "Get a poll")
    @GetMapping("/{poll}")
    PollOut get(@PathVariable("poll") String name) {
        return shape(stored(name));
    }

    /**
     * Sets the cursor: {@code {"cursor": …, "expected": …}}. With {@code expected}, it is set only if it is still that one. In
     * both, null and the empty text are the start of the list.
     */
    @Operation(needs = Permission.OPERATE, summary = "Set the cursor of a poll")
    @BodyShape(PollController.class)
    @PutMapping("/{poll}/cursor")
    PollOut setCursor(@PathVariable("poll") String name, HttpServletRequest request, Principal who) {
        Fields fields = read.fields(request);
        Optional<String> cursor = fields.optional("cursor", Optional.empty(), Fields::text);
        // Null is the start of the list, as in cursor, and not the absence of an expectation.
        Optional<String> expected =
                fields.value("expected", Optional.empty(), Optional.of(""), node -> Optional.of(Fields.text(node)));
        fields.throwIfInvalid();
        StoredPoll before = stored(name);
        if (!cursors.set(name, cursor.filter(text -> !text.isEmpty()), expected)) {
            throw new ProblemException(
                    HttpStatus.CONFLICT, "conflict", "the cursor is not the expected one: read it again");
        }
        LOG.info(
                "poll.cursor-set poll={} by={} from=\"{}\" to=\"{}\"",
                name,
                who.getName(),
                FailureText.clean(before.cursor().orElse("")),
                FailureText.clean(cursor.orElse("")));
        return shape(stored(name));
    }

    private StoredPoll stored(String name) {
        return cursors.find(name).orElseThrow(() -> ProblemException.notFound("poll"));
    }

    private PollOut shape(StoredPoll poll) {
        return PollOut.of(
                poll, Optional.ofNullable(polls.statuses().get(poll.name())).flatMap(PollStatus::failures));
    }
}
