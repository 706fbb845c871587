package dev.sealpost.connector.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.sealpost.connector.call.CallSpec;
import dev.sealpost.connector.call.CallVariables;
import dev.sealpost.connector.credential.Credential;
import dev.sealpost.connector.credential.CredentialException;
import dev.sealpost.connector.credential.Credentials;
import dev.sealpost.identifier.NearestName;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Connector as its Kamelet file declares it.
 *
 * @param name such as {@code slack-message-sink}
 * @param title for people
 * @param system name of the vendor's product ({@code kamelet.group})
 * @param category such as {@code CRM} ({@code kamelet.namespace})
 * @param call how it calls the vendor; empty for a Kamelet that consists of Camel steps only
 */
public record Connector(
        String name,
        Type type,
        String title,
        String description,
        String system,
        String category,
        List<ConnectorParameter> parameters,
        Optional<CallSpec> call) {

    /** Values that Camel or a template engine would interpret. */
    private static final Pattern INTERPRETED =
            Pattern.compile("\\{\\{|\\$\\{|\\$simple\\{|^RAW[({]|^#(?:bean|class|type|property|valueAs)\\b");

    /** Type of a Kamelet, and ending of its name. */
    public enum Type {
        SOURCE,
        SINK,
        ACTION;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns the name by which routes call it: without its type, if it ends in that, such as {@code slack-message}. */
    public String shortName() {
        String ending = "-" + type.word();
        return name.endsWith(ending) ? name.substring(0, name.length() - ending.length()) : name;
    }

    /** Returns whether this is its full or its short name. */
    public boolean isNamed(String fullOrShort) {
        return name.equals(fullOrShort) || shortName().equals(fullOrShort);
    }

    /** Returns true if calls need a credential. */
    public boolean needsCredential() {
        return call.map(each -> !each.credential().isEmpty()).orElse(false);
    }

    /**
     * Returns the values of all parameters, with defaults. A parameter without value is null (JSON).
     *
     * @throws ParameterException if a parameter is unknown, missing or has an invalid value
     */
    public Map<String, JsonNode> values(Map<String, String> given) {
        List<String> names = parameters.stream().map(ConnectorParameter::name).toList();
        given.keySet().stream()
                .filter(name -> !names.contains(name))
                .findFirst()
                .ifPresent(unknown -> {
                    throw new ParameterException(
                            name,
                            unknown,
                            "does not exist",
                            NearestName.of(unknown, names)
                                    .map(near -> "write " + near)
                                    .orElse("delete it; the parameters are " + String.join(", ", names)));
                });
        Map<String, JsonNode> values = new HashMap<>();
        for (ConnectorParameter parameter : parameters) {
            Optional<String> value =
                    Optional.ofNullable(given.get(parameter.name())).or(parameter::defaultValue);
            values.put(
                    parameter.name(), value.map(text -> value(parameter, text)).orElseGet(() -> missing(parameter)));
        }
        return values;
    }

    private JsonNode value(ConnectorParameter parameter, String text) {
        if (INTERPRETED.matcher(text).find()) {
            throw interpreted(parameter.name());
        }
        try {
            return parameter.value(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    name,
                    parameter.name(),
                    e.getMessage() + (parameter.isSecret() ? "" : ": " + text),
                    "set " + article(parameter.type()) + " " + parameter.type().word());
        }
    }

    /**
     * Returns the values of all parameters; those that are required and missing are null (JSON).
     *
     * @throws ParameterException if a parameter is unknown or has an invalid value
     */
    public Map<String, JsonNode> valuesAsFarAsGiven(Map<String, String> given) {
        Connector optional = new Connector(
                name,
                type,
                title,
                description,
                system,
                category,
                parameters.stream().map(ConnectorParameter::optional).toList(),
                call);
        return optional.values(given);
    }

    /** Returns the problem of a value that Camel or a template engine would interpret. */
    public ParameterException interpreted(String parameter) {
        return new ParameterException(
                name,
                parameter,
                "contains {{…}}, ${…}, RAW(…) or #bean:, which are not allowed in a value",
                "write the value itself, or set it from the event with toD: connector:" + shortName());
    }

    private static String article(ConnectorParameter.Type type) {
        return type == ConnectorParameter.Type.INTEGER ? "an" : "a";
    }

    /**
     * Requires that the credential exists and is of a kind that the connector accepts. One that is not set up yet is accepted.
     *
     * @throws ParameterException otherwise
     */
    public void requireCredential(String credential, Credentials known) {
        try {
            requireKind(known.find(credential)
                    .orElseThrow(() -> new ParameterException(
                            name,
                            CallVariables.CREDENTIAL,
                            "names " + credential + ", which does not exist",
                            "add it to config/credentials.yaml, or correct the name: "
                                    + NearestName.hint(credential, known.names()))));
        } catch (CredentialException e) {
            if (!e.isUnset()) {
                throw new ParameterException(
                        name,
                        CallVariables.CREDENTIAL,
                        "names " + credential + ", which cannot be used: " + e.getMessage(),
                        "correct config/credentials.yaml");
            }
        }
    }

    private void requireKind(Credential found) {
        call.filter(each -> !each.credential().containsKey(found.kind())).ifPresent(each -> {
            throw new ParameterException(
                    name,
                    CallVariables.CREDENTIAL,
                    "names " + found.name() + ", which is of the kind "
                            + found.kind().word(),
                    "use a credential of the kind " + String.join(" or ", each.acceptedKinds()));
        });
    }

    private JsonNode missing(ConnectorParameter parameter) {
        if (parameter.isRequired()) {
            boolean credential = parameter.name().equals(CallVariables.CREDENTIAL);
            throw ParameterException.missing(
                    name,
                    parameter.name(),
                    credential
                            ? "set it to the name of a credential in config/credentials.yaml"
                            : "set it: " + parameter.description());
        }
        return NullNode.getInstance();
    }
}
