package dev.sealpost.source;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Violation;
import dev.sealpost.signature.FormParameters;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Makes JSON of a form, for that is what payloads are: what its only field holds, where a provider sends JSON so; else an object of
 * texts, and a list of texts where a name comes twice.
 */
final class FormJson {

    private FormJson() {}

    /**
     * The JSON; what the field holds need not be any.
     *
     * @param field that holds JSON; empty: none does
     * @throws InvalidFieldsException when it is no form
     */
    static byte[] of(byte[] form, String field) {
        try {
            FormParameters parameters = FormParameters.parse(form);
            List<FormParameters.Parameter> list = parameters.list();
            return list.size() == 1 && list.getFirst().name().equals(field)
                    ? list.getFirst().value().getBytes(StandardCharsets.UTF_8)
                    : write(parameters).toString().getBytes(StandardCharsets.UTF_8);
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
