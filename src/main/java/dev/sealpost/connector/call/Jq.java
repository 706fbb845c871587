package dev.sealpost.connector.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.exception.JsonQueryUserException;

/** Compiled jq expression of a connector. Thread-safe. */
public final class Jq {

    private static final Scope BUILT_IN = builtIn();

    private final String text;
    private final JsonQuery query;

    private Jq(String text, JsonQuery query) {
        this.text = text;
        this.query = query;
    }

    /** @throws IllegalArgumentException with a message for users, if the text is no jq expression */
    public static Jq compile(String text) {
        try {
            return new Jq(text, JsonQuery.compile(text, Versions.JQ_1_6));
        } catch (JsonQueryException | RuntimeException e) {
            throw new IllegalArgumentException("not a jq expression: " + firstLine(e), e);
        }
    }

    /**
     * Returns the first output; null (JSON) if there is none.
     *
     * @param variables values by name, without the dollar sign
     * @throws JqException if the expression fails for this input
     */
    public JsonNode apply(JsonNode input, Map<String, JsonNode> variables) {
        Scope scope = Scope.newChildScope(BUILT_IN);
        variables.forEach(scope::setValue);
        JsonNode[] first = new JsonNode[1];
        try {
            query.apply(scope, input, output -> {
                if (first[0] == null) {
                    first[0] = output;
                }
            });
            return first[0] == null ? NullNode.getInstance() : ExactJson.requireFinite(first[0]);
        } catch (JsonQueryUserException e) {
            throw new JqException(firstLine(e), e);
        } catch (JsonQueryException | RuntimeException e) {
            throw new JqException(text, firstLine(e), e);
        } catch (StackOverflowError e) {
            throw new JqException(text, "its recursion or its result is too deep", e);
        }
    }

    /** Returns true for every output except {@code false} and {@code null}, as jq's {@code if}. */
    boolean isTrue(JsonNode input, Map<String, JsonNode> variables) {
        JsonNode output = apply(input, variables);
        return !output.isNull() && !(output.isBoolean() && !output.booleanValue());
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown reason");
    }

    private static Scope builtIn() {
        Scope scope = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
        JsonFunctions.all().forEach((name, function) -> scope.addFunction(name, 0, function));
        ObjectNode nothing = ExactJson.object();
        // The environment of the node holds its secrets.
        scope.addFunction("env", 0, (inside, arguments, in, path, output, version) -> output.emit(nothing, null));
        scope.setValue("ENV", nothing);
        return scope;
    }

    @Override
    public String toString() {
        return text;
    }
}
