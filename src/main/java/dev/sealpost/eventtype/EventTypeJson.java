package dev.sealpost.eventtype;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An event type as JSON, for the audit log. */
final class EventTypeJson {

    private EventTypeJson() {}

    static ObjectNode write(EventTypeDefinition type) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", type.type().name());
        json.put("description", type.details().description());
        type.details().group().ifPresent(group -> json.put("groupName", group));
        ArrayNode flags = json.putArray("featureFlags");
        type.details().featureFlags().forEach(flags::add);
        json.put("schemaMode", type.mode().word());
        json.set("schemas", type.schemas().json());
        json.put("archived", type.state().archived());
        json.put("deprecated", type.state().deprecated());
        return json;
    }
}
