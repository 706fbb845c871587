package dev.sealpost.api.description;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Named schemas of an OpenAPI document, each once. */
final class Components {

    private final Map<String, Object> owners = new HashMap<>();
    private final Map<String, ObjectNode> schemas = new TreeMap<>();

    /**
     * Returns a reference to a schema, which is made when it is first referred to.
     *
     * @param owner what it describes
     * @throws IllegalStateException if the name is that of another owner
     */
    ObjectNode refer(String name, Object owner, Supplier<ObjectNode> schema) {
        Object first = owners.putIfAbsent(name, owner);
        if (first == null) {
            // Before it is made, since it may refer to itself.
            schemas.put(name, JsonNodeFactory.instance.objectNode());
            schemas.put(name, schema.get());
        } else if (!first.equals(owner)) {
            throw new IllegalStateException("two schemas have the name " + name + ": " + first + " and " + owner);
        }
        return JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + name);
    }

    /** Returns all schemas by name. */
    ObjectNode schemas() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        schemas.forEach(all::set);
        return all;
    }
}
