package dev.sealpost.api.operation;

import dev.sealpost.access.Permission;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.edge.Listing;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.ProblemException;
import dev.sealpost.api.edge.Query;
import dev.sealpost.api.edge.QueryParameters;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.audit.AuditEntries;
import dev.sealpost.audit.AuditEntries.AuditQuery;
import dev.sealpost.database.PageRequest;
import dev.sealpost.event.EventStore.TimeSpan;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /audit}: who changed what, and when. */
@RestController
@RequestMapping("/api/v1/audit")
class AuditController {

    static final Shape PARAMETERS = Shape.of(
            "AuditParameters",
            text("object_kind", "Only changes of objects of this kind.", "\"endpoint\""),
            text("object_id", "Only changes of the object with this id.", "\"ep_2mLsW0bYcQeRtUvXaZ1dF4gH6jK\""),
            text(
                    "application_id",
                    "Only changes of what belongs to the application with this id.",
                    "\"app_2mLsW0bYcQeRtUvXaZ1dF4gH6jK\""),
            text("action", "Only changes of this kind.", "\"endpoint.update\""),
            text("actor_id", "Only changes by the actor with this id.", "\"api-token\""));

    private final AuditEntries entries;

    AuditController(AuditEntries entries) {
        this.entries = entries;
    }

    private static Member text(String name, String text, String example) {
        return Member.of(name, JsonType.text(0, 300), text).like(example);
    }

    /** Lists the changes, newest first. */
    @Operation(needs = Permission.VIEW_AUDIT, summary = "List the entries of the audit log")
    @GetMapping
    @QueryParameters(
            value = {"object_kind", "object_id", "application_id", "action", "actor_id"},
            page = true,
            span = true)
    ListResponse<AuditEntryOut> list(HttpServletRequest request) {
        Query query = new Query(request);
        PageRequest page = query.page(Listing.AUDIT);
        TimeSpan span = query.span();
        AuditQuery wanted = new AuditQuery(
                text(query, "object_kind"),
                text(query, "object_id"),
                text(query, "application_id"),
                text(query, "action"),
                text(query, "actor_id"),
                span.after(),
                span.before());
        return ListResponse.of(
                Listing.AUDIT, page, entries.list(wanted, page), AuditEntries::position, AuditEntryOut::of);
    }

    private static Optional<String> text(Query query, String name) {
        return query.read(name, text -> text);
    }

    @Operation(needs = Permission.VIEW_AUDIT, summary = "Get an entry of the audit log")
    @GetMapping("/{entry}")
    AuditEntryOut get(@PathVariable("entry") String id) {
        return entries.find(id).map(AuditEntryOut::of).orElseThrow(() -> ProblemException.notFound("entry"));
    }
}
