package dev.sealpost.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Change of an object.
 *
 * @param action what was done, such as {@code endpoint.update}
 * @param before the object before the change, with secrets masked; empty if it did not exist or is not shown
 * @param after the object after the change, with secrets masked; empty if it no longer exists or is not shown
 */
public record Change(String action, AuditedObject object, Optional<JsonNode> before, Optional<JsonNode> after) {

    /**
     * Changed object.
     *
     * @param kind such as {@code endpoint}
     * @param application id of the application that owns it; empty if it belongs to the installation
     */
    public record AuditedObject(String kind, String id, Optional<String> application) {}

    /** Creates a change without the object before and after. */
    public static Change of(String action, AuditedObject object) {
        return new Change(action, object, Optional.empty(), Optional.empty());
    }

    /** Creates the change of a new object. */
    public static Change created(String action, AuditedObject object, JsonNode after) {
        return new Change(action, object, Optional.empty(), Optional.of(after));
    }

    /** Creates the change of an object. */
    public static Change changed(String action, AuditedObject object, JsonNode before, JsonNode after) {
        return new Change(action, object, Optional.of(before), Optional.of(after));
    }

    /** Creates the change of an object that no longer exists. */
    public static Change deleted(String action, AuditedObject object, JsonNode before) {
        return new Change(action, object, Optional.of(before), Optional.empty());
    }
}
