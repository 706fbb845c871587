package dev.sealpost.eventtype;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.SpecVersionDetector;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.InputStreamSource;
import dev.sealpost.event.Violation;
import dev.sealpost.eventtype.BoundedPattern.TooManyStepsException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schema that is ready to validate: draft 4 to 2020-12, as its {@code $schema} says, or 2020-12. Formats are asserted. Nothing is
 * loaded from an address: a reference leads into the schema itself. Thread-safe.
 */
final class CompiledSchema {

    /** Maximum of violations that are reported. */
    private static final int MOST = 50;

    private static final int LARGEST = 256 * 1024;

    private static final Map<VersionFlag, JsonSchemaFactory> FACTORIES = factories();

    private final JsonSchema schema;

    private CompiledSchema(JsonSchema schema) {
        this.schema = schema;
    }

    private static Map<VersionFlag, JsonSchemaFactory> factories() {
        Map<VersionFlag, JsonSchemaFactory> factories = new EnumMap<>(VersionFlag.class);
        for (VersionFlag version : VersionFlag.values()) {
            factories.put(
                    version,
                    JsonSchemaFactory.getInstance(
                            version, builder -> builder.schemaLoaders(loaders -> loaders.add(CompiledSchema::refuse))));
        }
        return factories;
    }

    /** Schemas of the specification are mapped to the class path before this is asked. */
    private static @Nullable InputStreamSource refuse(AbsoluteIri iri) {
        String address = iri.toString();
        if (address.startsWith("classpath:draft")) {
            return null;
        }
        throw new IllegalArgumentException("a reference to " + address + " is not followed; put it into $defs");
    }

    /**
     * Compiles a schema.
     *
     * @throws IllegalArgumentException with a message for users, if it cannot be used
     */
    static CompiledSchema of(JsonNode json) {
        if (!json.isObject() && !json.isBoolean()) {
            throw new IllegalArgumentException("a JSON Schema is expected: an object, true or false");
        }
        if (json.toString().length() > LARGEST) {
            throw new IllegalArgumentException("a schema of at most " + LARGEST + " characters is expected");
        }
        try {
            JsonSchema schema = factory(version(json)).getSchema(json, settings());
            schema.initializeValidators();
            return new CompiledSchema(schema);
        } catch (RuntimeException | StackOverflowError e) {
            throw new IllegalArgumentException("the schema cannot be used: " + reason(e), e);
        }
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof StackOverflowError ? "it is nested too deeply" : String.valueOf(root.getMessage());
    }

    private static VersionFlag version(JsonNode json) {
        if (!json.has("$schema")) {
            return VersionFlag.V202012;
        }
        Optional<VersionFlag> known = json.path("$schema").isTextual()
                ? SpecVersionDetector.detectOptionalVersion(json, false)
                : Optional.empty();
        return known.orElseThrow(() -> new IllegalArgumentException(
                "$schema is none of the drafts 4, 6, 7, 2019-09 and 2020-12: " + json.path("$schema")));
    }

    private static SchemaValidatorsConfig settings() {
        return SchemaValidatorsConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .formatAssertionsEnabled(true)
                .typeLoose(false)
                .locale(Locale.ENGLISH)
                .regularExpressionFactory(BoundedPattern::compile)
                .build();
    }

    private static JsonSchemaFactory factory(VersionFlag version) {
        return Objects.requireNonNull(FACTORIES.get(version), "there is a factory for each version");
    }

    /** Returns what is wrong with a schema; empty if it can be used. */
    static List<Violation> problems(JsonNode json, String pointer) {
        try {
            VersionFlag version = version(json);
            List<Violation> problems = new ArrayList<>();
            if (json.isObject()) {
                JsonSchema meta = factory(version).getSchema(SchemaLocation.of(id(version)), settings());
                problems.addAll(violations(new CompiledSchema(meta), json, pointer));
            }
            if (problems.isEmpty()) {
                of(json);
            }
            return problems;
        } catch (IllegalArgumentException e) {
            return List.of(new Violation(pointer, String.valueOf(e.getMessage())));
        }
    }

    private static String id(VersionFlag version) {
        return switch (version) {
            case V4 -> SchemaId.V4;
            case V6 -> SchemaId.V6;
            case V7 -> SchemaId.V7;
            case V201909 -> SchemaId.V201909;
            case V202012 -> SchemaId.V202012;
        };
    }

    /**
     * Validates a value.
     *
     * @param pointer to the value, put before each pointer
     */
    List<Violation> check(JsonNode value, String pointer) {
        return violations(this, value, pointer);
    }

    private static List<Violation> violations(CompiledSchema schema, JsonNode value, String pointer) {
        try {
            return schema.schema.validate(value).stream()
                    .limit(MOST)
                    .map(message -> new Violation(pointer + message.getInstanceLocation(), text(message)))
                    .distinct()
                    .toList();
        } catch (TooManyStepsException e) {
            return List.of(new Violation(pointer, String.valueOf(e.getMessage())));
        } catch (StackOverflowError e) {
            return List.of(new Violation(pointer, "the value or its schema is nested too deeply"));
        }
    }

    /** Returns the message without the pointer that it begins with. */
    private static String text(ValidationMessage message) {
        String text = message.getMessage();
        String at = message.getInstanceLocation() + ": ";
        return text.startsWith(at) ? text.substring(at.length()) : text;
    }
}
