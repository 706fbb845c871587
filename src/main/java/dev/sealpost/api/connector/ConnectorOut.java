package dev.sealpost.api.connector;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.connector.call.CallSpec;
import dev.sealpost.connector.call.CallSpec.Repeat;
import dev.sealpost.connector.catalog.Connector;
import dev.sealpost.connector.catalog.ConnectorParameter;
import java.util.List;
import java.util.Optional;

/**
 * Connector in an answer.
 *
 * @param name full name, such as {@code slack-message-sink}
 * @param type {@code sink}, {@code source} or {@code action}
 * @param uri what a route writes, such as {@code connector:slack-message}
 * @param system name of the vendor's product
 * @param icon path of the icon (SVG); missing if it has none
 * @param credentialKinds kinds of credentials that it accepts; empty: it needs none
 * @param repeat {@code harmless}, {@code key} or {@code none}; missing for a Kamelet of Camel steps
 * @param repeatRememberedMs time for which the vendor remembers keys
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ConnectorOut(
        String name,
        String type,
        String uri,
        String title,
        String description,
        String system,
        String category,
        Optional<String> icon,
        @JsonInclude(JsonInclude.Include.ALWAYS) List<String> credentialKinds,
        Optional<String> repeat,
        Optional<Long> repeatRememberedMs,
        @JsonInclude(JsonInclude.Include.ALWAYS) List<ParameterOut> parameters) {

    /**
     * Parameter of a connector in an answer.
     *
     * @param choices allowed values; missing: any
     * @param group heading in forms; missing: the first
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record ParameterOut(
            String name,
            String title,
            String description,
            String type,
            boolean required,
            Optional<String> defaultValue,
            List<String> choices,
            Optional<String> example,
            Optional<String> group) {

        static ParameterOut of(ConnectorParameter parameter) {
            return new ParameterOut(
                    parameter.name(),
                    parameter.title(),
                    parameter.description(),
                    parameter.type().word(),
                    parameter.isRequired(),
                    parameter.isSecret() ? Optional.empty() : parameter.defaultValue(),
                    parameter.choices(),
                    parameter.example(),
                    parameter.group());
        }
    }

    /**
     * @param uri what a route writes
     * @param hasIcon whether its folder has one
     */
    static ConnectorOut of(Connector connector, String uri, boolean hasIcon) {
        Optional<Repeat> repeat = connector.call().map(CallSpec::repeat);
        return new ConnectorOut(
                connector.name(),
                connector.type().word(),
                uri,
                connector.title(),
                connector.description(),
                connector.system(),
                connector.category(),
                hasIcon ? Optional.of(ConnectorController.PATH + "/" + connector.name() + "/icon") : Optional.empty(),
                connector.call().map(CallSpec::acceptedKinds).orElse(List.of()),
                repeat.map(ConnectorOut::word),
                repeat.flatMap(kind -> kind instanceof Repeat.Key key
                        ? Optional.of(key.remembered().toMillis())
                        : Optional.empty()),
                connector.parameters().stream().map(ParameterOut::of).toList());
    }

    private static String word(Repeat repeat) {
        return switch (repeat) {
            case Repeat.Harmless harmless -> "harmless";
            case Repeat.Key key -> "key";
            case Repeat.None none -> "none";
        };
    }
}
