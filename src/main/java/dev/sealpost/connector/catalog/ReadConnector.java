package dev.sealpost.connector.catalog;

import dev.sealpost.connector.call.CallVariables;
import dev.sealpost.connector.catalog.Connector.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a connector from a Kamelet file: its {@code spec.definition} and {@code spec.call}. Other Camel tools ignore the latter.
 */
public final class ReadConnector {

    private static final String PREFIX = "camel.apache.org/";
    private static final String PASSWORD = "password";

    private ReadConnector() {}

    /**
     * Reads a file.
     *
     * @throws ConnectorFileException if the file is no Kamelet, or its {@code spec.call} is invalid
     */
    public static Connector read(String text) {
        YamlPart file = YamlPart.of(text);
        YamlPart metadata = file.required("metadata");
        YamlPart spec = file.required("spec");
        String name = metadata.required("name").text();
        Type type = type(metadata, name);
        YamlPart definition = spec.required("definition");
        List<ConnectorParameter> parameters = parameters(definition);
        Set<String> names = parameters.stream().map(ConnectorParameter::name).collect(Collectors.toSet());
        Optional<YamlPart> call = spec.at("call");
        call.ifPresent(part -> requireNames(definition, part));
        return new Connector(
                name,
                type,
                text(definition, "title").orElse(name),
                text(definition, "description").orElse(""),
                annotation(metadata, "kamelet.group"),
                annotation(metadata, "kamelet.namespace"),
                parameters,
                call.map(part -> new ReadCall(names, type).read(part)));
    }

    private static void requireNames(YamlPart definition, YamlPart call) {
        definition
                .at("properties")
                .ifPresent(properties -> properties.members().forEach((name, part) -> {
                    if (CallVariables.RESERVED.contains(name) && !name.equals(CallVariables.CREDENTIAL)) {
                        throw part.problem(name + " is a name that Sealpost uses in spec.call", "rename the parameter");
                    }
                }));
        boolean accepts = call.at("credential").isPresent();
        boolean declared = definition
                .at("properties")
                .flatMap(properties -> properties.at(CallVariables.CREDENTIAL))
                .isPresent();
        if (accepts != declared) {
            throw call.problem(
                    accepts
                            ? "spec.call accepts credentials, but spec.definition has no parameter credential"
                            : "spec.definition has a parameter credential, but spec.call accepts none",
                    accepts ? "add the parameter credential" : "add credential to spec.call");
        }
    }

    private static Type type(YamlPart metadata, String name) {
        Optional<String> label = metadata.at("labels")
                .flatMap(labels -> labels.at(PREFIX + "kamelet.type"))
                .map(YamlPart::text);
        return Arrays.stream(Type.values())
                .filter(each -> label.map(word -> word.equals(each.word())).orElse(name.endsWith("-" + each.word())))
                .findFirst()
                .orElse(Type.ACTION);
    }

    private static String annotation(YamlPart metadata, String name) {
        return metadata.at("annotations")
                .flatMap(annotations -> annotations.at(PREFIX + name))
                .map(YamlPart::text)
                .orElse("");
    }

    private static List<ConnectorParameter> parameters(YamlPart definition) {
        Set<String> required = new HashSet<>();
        definition.at("required").ifPresent(list -> list.items().forEach(item -> required.add(item.text())));
        List<ConnectorParameter> parameters = new ArrayList<>();
        definition
                .at("properties")
                .ifPresent(properties -> properties
                        .members()
                        .forEach((name, part) -> parameters.add(parameter(name, part, required.remove(name)))));
        required.stream().findFirst().ifPresent(unknown -> {
            throw definition.problem(
                    "the required parameter " + unknown + " is not declared", "add it to properties, or delete it");
        });
        return List.copyOf(parameters);
    }

    private static ConnectorParameter parameter(String name, YamlPart part, boolean required) {
        Optional<String> byDefault = text(part, "default");
        return new ConnectorParameter(
                name,
                text(part, "title").orElse(name),
                text(part, "description").orElse(""),
                part.at("type").map(YamlPart::text).map(ReadConnector::typeOf).orElse(ConnectorParameter.Type.STRING),
                required && byDefault.isEmpty(),
                byDefault,
                part.at("enum")
                        .map(list -> list.items().stream().map(YamlPart::text).toList())
                        .orElse(List.of()),
                text(part, "example"),
                text(part, "group"),
                part.at("format").map(format -> format.text().equals(PASSWORD)).orElse(false));
    }

    /** Camel's own Kamelets have parameters of other types too, which are texts in a URI. */
    private static ConnectorParameter.Type typeOf(String word) {
        return Arrays.stream(ConnectorParameter.Type.values())
                .filter(type -> type.word().equals(word))
                .findFirst()
                .orElse(ConnectorParameter.Type.STRING);
    }

    private static Optional<String> text(YamlPart part, String member) {
        return part.at(member).map(YamlPart::text);
    }
}
