package dev.sealpost.api.description;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;

/** Writes declared shapes as schemas (JSON Schema 2020-12, as OpenAPI 3.1 requires). */
final class ShapeSchemas {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Components components;

    ShapeSchemas(Components components) {
        this.components = components;
    }

    /** Returns a reference to the schema of a body in requests, which has no other members. */
    ObjectNode ofRequest(Shape shape) {
        return components.refer(shape.name(), shape, () -> {
            ObjectNode schema = object(shape);
            ObjectNode properties = (ObjectNode) schema.path("properties");
            shape.onlyInAnswers().stream()
                    .sorted()
                    .forEach(name -> properties.set(
                            name,
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("readOnly", true)
                                    .put("description", "May be sent back as it was answered.")));
            return schema.put("additionalProperties", false);
        });
    }

    /** Returns a reference to the schema of an answer, which later versions may add members to. */
    ObjectNode ofAnswer(Shape shape) {
        return components.refer(shape.name(), shape, () -> object(shape));
    }

    private ObjectNode object(Shape shape) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        for (Member member : shape.members()) {
            if (!member.isSupported()) {
                continue;
            }
            properties.set(member.name(), of(member));
            member.alias()
                    .ifPresent(alias -> properties.set(
                            alias,
                            of(member)
                                    .put("deprecated", true)
                                    .put("description", "Alias of `" + member.name() + "` for older clients.")));
            if (member.required() && member.alias().isEmpty()) {
                required.add(member.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    /** Returns the schema of one member. */
    ObjectNode of(Member member) {
        ObjectNode schema = of(member.type());
        if (member.nullable()) {
            schema = orNull(schema);
        }
        if (!member.note().text().isEmpty()) {
            schema.put("description", member.note().text());
        }
        if (!member.note().example().isEmpty()) {
            schema.putArray("examples").add(json(member.note().example()));
        }
        return schema.put("x-since", member.note().since());
    }

    /** Returns the schema of this or null. */
    static ObjectNode orNull(ObjectNode schema) {
        if (schema.path("type").isTextual() && !schema.has("enum")) {
            String type = schema.path("type").textValue();
            schema.putArray("type").add(type).add("null");
            return schema;
        }
        ObjectNode either = JsonNodeFactory.instance.objectNode();
        either.putArray("anyOf")
                .add(schema)
                .add(JsonNodeFactory.instance.objectNode().put("type", "null"));
        return either;
    }

    ObjectNode of(JsonType type) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        return switch (type) {
            case JsonType.Text text -> text(text, schema.put("type", "string"));
            case JsonType.Whole(long least, long most) ->
                schema.put("type", "integer").put("minimum", least).put("maximum", most);
            case JsonType.Decimal(double least, double most) ->
                schema.put("type", "number").put("minimum", least).put("maximum", most);
            case JsonType.Flag flag -> schema.put("type", "boolean");
            case JsonType.Items(JsonType of, int fewest, int most) ->
                schema.put("type", "array")
                        .put("minItems", fewest)
                        .put("maxItems", most)
                        .set("items", of(of));
            case JsonType.Entries(JsonType of, int most, int longestName) -> {
                schema.put("type", "object").put("maxProperties", most);
                schema.putObject("propertyNames").put("maxLength", longestName);
                yield schema.set("additionalProperties", of(of));
            }
            case JsonType.Nested(Shape shape) -> ofRequest(shape);
            case JsonType.AnyObject any -> schema.put("type", "object");
            case JsonType.Anything anything -> schema;
        };
    }

    private static ObjectNode text(JsonType.Text text, ObjectNode schema) {
        if (text.shortest() > 0) {
            schema.put("minLength", text.shortest());
        }
        if (text.longest() < Integer.MAX_VALUE) {
            schema.put("maxLength", text.longest());
        }
        text.form().ifPresent(form -> schema.put("format", form));
        text.pattern().ifPresent(pattern -> schema.put("pattern", pattern));
        if (!text.words().isEmpty()) {
            ArrayNode words = schema.putArray("enum");
            text.words().forEach(words::add);
        }
        return schema;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an example is no JSON: " + text, e);
        }
    }
}
