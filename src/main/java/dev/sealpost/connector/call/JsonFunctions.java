package dev.sealpost.connector.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;

/** Functions of jq that write and read JSON, with exact numbers. The built-in ones read floating point numbers. */
public final class JsonFunctions {

    private static final ObjectMapper JSON = ExactJson.mapper();

    private JsonFunctions() {}

    /** Returns the functions by name; all of them are without arguments. */
    public static Map<String, Function> all() {
        return Map.of(
                "tojson", JsonFunctions::toJson,
                "tostring", JsonFunctions::toText,
                "fromjson", JsonFunctions::fromJson);
    }

    @SuppressWarnings("NullAway") // a computed value has no path
    private static void toJson(
            Scope scope, List<Expression> arguments, JsonNode in, Path path, PathOutput out, Version version)
            throws JsonQueryException {
        try {
            out.emit(new TextNode(JSON.writeValueAsString(ExactJson.requireFinite(in))), null);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new JsonQueryException(String.valueOf(e.getMessage()), e);
        }
    }

    @SuppressWarnings("NullAway")
    private static void toText(
            Scope scope, List<Expression> arguments, JsonNode in, Path path, PathOutput out, Version version)
            throws JsonQueryException {
        if (in.isTextual()) {
            out.emit(in, null);
        } else {
            toJson(scope, arguments, in, path, out, version);
        }
    }

    @SuppressWarnings("NullAway")
    private static void fromJson(
            Scope scope, List<Expression> arguments, JsonNode in, Path path, PathOutput out, Version version)
            throws JsonQueryException {
        if (!in.isTextual()) {
            throw new JsonQueryException("fromjson requires a string, not " + in.getNodeType());
        }
        try {
            out.emit(JSON.readTree(in.textValue()), null);
        } catch (JsonProcessingException e) {
            throw new JsonQueryException(String.valueOf(e.getMessage()), e);
        }
    }
}
