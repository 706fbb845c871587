package dev.sealpost.api.operation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.edge.Listing;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.edge.Query;
import dev.sealpost.api.edge.QueryParameters;
import dev.sealpost.api.edge.ReadBody;
import dev.sealpost.api.shape.BodyShape;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.database.PageRequest;
import dev.sealpost.ledger.LedgerFindings;
import dev.sealpost.ledger.LedgerFindings.Closing;
import dev.sealpost.ledger.LedgerFindings.FindingStatus;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /ledger/finding}: findings of the reconciler and their status. */
@RestController
@RequestMapping("/api/v1/ledger/finding")
class FindingController {

    private static final Logger LOG = LoggerFactory.getLogger(FindingController.class);
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_NOTE = 1024;

    static final Shape SHAPE = Shape.of(
            "ClosingIn",
            Member.of("by", JsonType.text(1, LONGEST_NAME), "Who closes it; absent: the owner of the token.")
                    .like("\"ada\""),
            Member.of("note", JsonType.text(1, LONGEST_NOTE), "Why, in one line.")
                    .orNull()
                    .like("\"Sent again by hand\""));

    private final LedgerFindings findings;
    private final ReadBody read;
    private final Clock clock;

    FindingController(LedgerFindings findings, ReadBody read, Clock clock) {
        this.findings = findings;
        this.read = read;
        this.clock = clock;
    }

    @Operation(needs = Permission.VIEW, summary = "List the findings of the ledger")
    @GetMapping
    @QueryParameters(value = "status", page = true)
    ListResponse<FindingOut> list(HttpServletRequest request) {
        Query query = new Query(request);
        PageRequest page = query.page(Listing.FINDING);
        Optional<FindingStatus> status =
                query.read("status", text -> Query.named(FindingStatus.values(), FindingStatus::word, text));
        return ListResponse.of(
                Listing.FINDING, page, findings.list(status, page), LedgerFindings::position, FindingOut::of);
    }

    /** Closes a finding, with optional {@code {"by", "note"}}. A closed one is not changed. */
    @Operation(needs = Permission.OPERATE, summary = "Close a finding")
    @BodyShape(value = FindingController.class, required = false)
    @PostMapping("/{finding}/close")
    FindingOut close(@PathVariable("finding") String id, HttpServletRequest request, Principal who) {
        Fields fields = read.fields(request);
        String by = fields.value("by", who.getName(), FindingController::singleLine);
        Optional<String> note = fields.optional("note", Optional.empty(), FindingController::singleLine);
        fields.throwIfInvalid();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        FindingOut closed = findings.close(id, new Closing(now, by, note))
                .map(FindingOut::of)
                .orElseThrow(() -> ProblemException.notFound("finding"));
        LOG.info("ledger.finding-closed findingId={} kind={}", closed.id(), closed.kind());
        return closed;
    }

    private static String singleLine(JsonNode node) {
        String text = Fields.text(node).strip();
        if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "one line is expected, not only of blanks, and without control characters");
        }
        return text;
    }

    @Operation(needs = Permission.OPERATE, summary = "Delete a finding")
    @DeleteMapping("/{finding}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable("finding") String id) {
        if (!findings.forget(id)) {
            throw ProblemException.notFound("finding");
        }
    }
}
