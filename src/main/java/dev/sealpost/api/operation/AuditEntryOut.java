package dev.sealpost.api.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.audit.AuditEntry;
import dev.sealpost.audit.Change;
import java.time.Instant;
import java.util.Optional;

/**
 * Entry of the audit log in an answer.
 *
 * @param node the node that made the change
 * @param action what was done, such as {@code endpoint.update}
 * @param objectKind kind of the changed object, such as {@code endpoint}
 * @param applicationId the application that owns the object; absent if it belongs to the installation
 * @param before the object before the change, with secrets masked; absent if it did not exist
 * @param after the object after the change, with secrets masked; absent if it no longer exists
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record AuditEntryOut(
        String id,
        Instant timestamp,
        String node,
        ActorOut actor,
        String action,
        String objectKind,
        String objectId,
        Optional<String> applicationId,
        Optional<JsonNode> before,
        Optional<JsonNode> after) {

    /**
     * Who made a change.
     *
     * @param kind {@code token}, {@code user}, {@code command} or {@code system}, which is the node itself
     * @param address network address of the client
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ActorOut(String kind, String id, String name, Optional<String> address) {}

    static AuditEntryOut of(AuditEntry entry) {
        Change change = entry.change();
        return new AuditEntryOut(
                entry.id(),
                entry.time(),
                entry.node(),
                new ActorOut(
                        entry.actor().kind().word(),
                        entry.actor().id(),
                        entry.actor().name(),
                        entry.actor().address()),
                change.action(),
                change.object().kind(),
                change.object().id(),
                change.object().application(),
                change.before(),
                change.after());
    }
}
