package dev.sealpost.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sealpost.database.StoredValues;
import dev.sealpost.event.message.Json;
import dev.sealpost.transform.Transformation;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The column {@code transformation}. With an unreadable one the endpoint is faulty, because nothing may be sent unchanged. */
final class StoredTransformation {

    private StoredTransformation() {}

    static Transformation read(ResultSet row, StoredValues values) throws SQLException {
        String text = row.getString("transformation");
        return text == null
                ? Transformation.NONE
                : values.read("transformation", () -> parse(text), Transformation.NONE);
    }

    private static Transformation parse(String text) {
        JsonNode json = Json.tree(text.getBytes(StandardCharsets.UTF_8));
        if (!json.path("code").isTextual() || !json.path("enabled").isBoolean()) {
            throw new IllegalStateException("not a transformation");
        }
        return new Transformation(
                json.path("code").textValue(), json.path("enabled").booleanValue());
    }

    static @Nullable String text(Transformation transformation) {
        return transformation.equals(Transformation.NONE)
                ? null
                : JsonNodeFactory.instance
                        .objectNode()
                        .put("code", transformation.code())
                        .put("enabled", transformation.enabled())
                        .toString();
    }
}
