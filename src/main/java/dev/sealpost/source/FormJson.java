package dev.sealpost.source;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Violation;
import dev.sealpost.signature.FormParameters;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes a form as JSON, which is what payloads are: an object of texts, and a list of texts where a name comes twice. */
final class FormJson {

    private FormJson() {}

    /** @throws InvalidFieldsException when it is no form */
    static byte[] of(byte[] form) {
        try {
            return write(FormParameters.parse(form)).toString().getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidFieldsException(List.of(new Violation("", "the body is no form: " + e.getMessage())));
        }
    }

    private static ObjectNode write(FormParameters parameters) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (FormParameters.Parameter parameter : parameters.list()) {
            String name = parameter.name();
            if (!object.has(name)) {
                object.put(name, parameter.value());
            } else if (object.get(name) instanceof ArrayNode several) {
                several.add(parameter.value());
            } else {
                String first = object.get(name).asText();
                object.putArray(name).add(first).add(parameter.value());
            }
        }
        return object;
    }
}
