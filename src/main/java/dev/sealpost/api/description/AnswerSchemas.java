package dev.sealpost.api.description;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.api.edge.ListResponse;
import dev.sealpost.api.shape.DeclaredShapes;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Writes the records of answers as schemas, as Jackson writes their values. */
final class AnswerSchemas {

    private static final String OUT = "Out";

    private final Components components;
    private final ShapeSchemas shapes;
    private final JavadocTexts texts;

    AnswerSchemas(Components components, ShapeSchemas shapes, JavadocTexts texts) {
        this.components = components;
        this.shapes = shapes;
        this.texts = texts;
    }

    /**
     * Returns the schema of a value of this type.
     *
     * @throws IllegalStateException for a type that answers do not have yet
     */
    ObjectNode of(Type type) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        if (type instanceof ParameterizedType generic) {
            return ofGeneric(generic, schema);
        }
        if (!(type instanceof Class<?> plain)) {
            throw unknown(type);
        }
        Optional<ObjectNode> declared = DeclaredShapes.ofAnswer(plain).map(shapes::ofAnswer);
        if (declared.isPresent()) {
            return declared.get();
        }
        if (plain.isRecord()) {
            return components.refer(name(plain), plain, () -> ofRecord(plain, Map.of()));
        }
        return ofScalar(plain, schema);
    }

    private static ObjectNode ofScalar(Class<?> type, ObjectNode schema) {
        if (type == String.class || type.isEnum()) {
            return schema.put("type", "string");
        }
        if (type == boolean.class || type == Boolean.class) {
            return schema.put("type", "boolean");
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return schema.put("type", "integer");
        }
        if (type == OptionalInt.class || type == OptionalLong.class) {
            return schema.put("type", "integer");
        }
        if (type == double.class || type == Double.class) {
            return schema.put("type", "number");
        }
        if (type == Instant.class) {
            return schema.put("type", "string").put("format", "date-time");
        }
        if (JsonNode.class.isAssignableFrom(type) || type == Object.class) {
            return schema;
        }
        throw unknown(type);
    }

    private ObjectNode ofGeneric(ParameterizedType type, ObjectNode schema) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type last = type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
        if (raw == Optional.class) {
            return of(last);
        }
        if (Collection.class.isAssignableFrom(raw)) {
            return schema.put("type", "array").set("items", of(last));
        }
        if (Map.class.isAssignableFrom(raw)) {
            return schema.put("type", "object").set("additionalProperties", of(last));
        }
        if (raw == ListResponse.class && last instanceof Class<?> item) {
            return components.refer(
                    "ListResponseOf" + name(item),
                    type.toString(),
                    () -> ofRecord(raw, Map.of(raw.getTypeParameters()[0].getName(), item)));
        }
        throw unknown(type);
    }

    /**
     * @param variables types of type variables by name
     */
    private ObjectNode ofRecord(Class<?> type, Map<String, Class<?>> variables) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        for (RecordComponent component : type.getRecordComponents()) {
            addComponent(type, component, variables, properties, required);
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    private void addComponent(
            Class<?> owner,
            RecordComponent component,
            Map<String, Class<?>> variables,
            ObjectNode properties,
            ArrayNode required) {
        if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
            ObjectNode inner = ofRecord(component.getType(), Map.of());
            properties.setAll((ObjectNode) inner.path("properties"));
            inner.path("required").forEach(required::add);
            return;
        }
        ObjectNode schema = of(component.getGenericType(), variables);
        boolean mayBeAbsent = mayBeAbsent(owner, component);
        if (isOptional(component.getType()) && !mayBeAbsent) {
            schema = ShapeSchemas.orNull(schema);
        }
        Optional<String> text = texts.of(owner, component.getName());
        if (text.isPresent()) {
            schema.put("description", text.get());
        }
        properties.set(component.getName(), schema);
        if (!mayBeAbsent) {
            required.add(component.getName());
        }
    }

    private ObjectNode of(Type type, Map<String, Class<?>> variables) {
        Optional<Class<?>> item = type instanceof ParameterizedType list
                ? Optional.ofNullable(variables.get(list.getActualTypeArguments()[0].getTypeName()))
                : Optional.empty();
        return item.map(each -> JsonNodeFactory.instance
                        .objectNode()
                        .put("type", "array")
                        .<ObjectNode>set("items", of(each)))
                .orElseGet(() -> of(type));
    }

    private static boolean mayBeAbsent(Class<?> owner, RecordComponent component) {
        JsonInclude.Include include = Optional.ofNullable(
                        component.getAccessor().getAnnotation(JsonInclude.class))
                .or(() -> Optional.ofNullable(owner.getAnnotation(JsonInclude.class)))
                .map(JsonInclude::value)
                .orElse(JsonInclude.Include.ALWAYS);
        return switch (include) {
            case NON_EMPTY -> isOptional(component.getType()) || hasEmpty(component.getType());
            case NON_ABSENT -> isOptional(component.getType());
            case ALWAYS -> false;
            case NON_NULL, NON_DEFAULT, CUSTOM, USE_DEFAULTS ->
                throw new IllegalStateException(
                        owner.getName() + " is written with " + include + ": use NON_ABSENT or NON_EMPTY");
        };
    }

    private static boolean isOptional(Class<?> type) {
        return type == Optional.class || type == OptionalInt.class || type == OptionalLong.class;
    }

    private static boolean hasEmpty(Class<?> type) {
        return type == String.class || Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
    }

    /** Returns the name of its schema: that of its class, after that of the record around it. */
    private static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        String own = type.getSimpleName();
        return outer == null || !outer.isRecord() ? own : name(outer).replaceFirst(OUT + "$", "") + own;
    }

    private static IllegalStateException unknown(Type type) {
        return new IllegalStateException("the description of the API cannot describe the type " + type);
    }
}
