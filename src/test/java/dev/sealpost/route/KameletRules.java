package dev.sealpost.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** Rules for connector files. Returns a description of each violation. */
final class KameletRules {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([A-Za-z0-9.-]+)}}");
    private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(token|secret|password|apikey).*");

    private final List<String> problems = new ArrayList<>();

    private KameletRules() {}

    static List<String> problems(String fileName, String text) {
        KameletRules rules = new KameletRules();
        rules.check(fileName, new Yaml().load(text));
        return rules.problems;
    }

    private void check(String fileName, Map<String, Object> kamelet) {
        require("camel.apache.org/v1".equals(kamelet.get("apiVersion")), "apiVersion is camel.apache.org/v1");
        require("Kamelet".equals(kamelet.get("kind")), "kind is Kamelet");
        Map<String, Object> metadata = map(kamelet, "metadata");
        String name = String.valueOf(metadata.get("name"));
        require(fileName.equals(name + ".kamelet.yaml"), "the file is named as the connector");
        String type = String.valueOf(map(metadata, "labels").get("camel.apache.org/kamelet.type"));
        require(name.endsWith("-" + type), "the name ends in its type");
        Map<String, Object> definition = map(map(kamelet, "spec"), "definition");
        require(
                String.valueOf(definition.get("title")).toLowerCase(Locale.ROOT).endsWith(type),
                "the title ends in its type");
        require(definition.get("description") != null, "the connector has a description");
        require(map(kamelet, "spec").get("dependencies") != null, "the connector has dependencies");
        Map<String, Object> properties = map(definition, "properties");
        properties.keySet().forEach(property -> checkProperty(property, map(properties, property), definition));
        checkTemplate(map(map(kamelet, "spec"), "template"), properties);
    }

    private void checkProperty(String name, Map<String, Object> property, Map<String, Object> definition) {
        for (String key : List.of("title", "description", "type", "example")) {
            require(property.get(key) != null, name + " has a " + key);
        }
        boolean secret = "password".equals(property.get("format"));
        require(secret || !SECRET_NAME.matcher(name).matches(), name + " has the format password");
        boolean required = definition.get("required") instanceof List<?> names && names.contains(name);
        boolean fallsBack = property.get("default") != null;
        require(required || fallsBack, name + " is required or has a default");
        require(
                !secret
                        || PLACEHOLDER
                                .matcher(String.valueOf(property.get("default")))
                                .matches(),
                name + " falls back to a key of the configuration");
    }

    private void checkTemplate(Map<String, Object> template, Map<String, Object> properties) {
        Matcher used = PLACEHOLDER.matcher(new Yaml().dump(template));
        List<String> names = new ArrayList<>();
        while (used.find()) {
            names.add(used.group(1));
        }
        properties.keySet().forEach(property -> require(names.contains(property), property + " is used"));
        names.forEach(name -> require(properties.containsKey(name), name + " is declared"));
        Map<String, Object> from = map(template, "from");
        require("kamelet:source".equals(from.get("uri")), "a sink starts from kamelet:source");
        boolean cleaned = false;
        for (Object step : (List<?>) from.getOrDefault("steps", List.of())) {
            Map<String, Object> byKind = CanonicalForm.map(step);
            if (byKind.containsKey("removeHeaders")) {
                String pattern = String.valueOf(map(byKind, "removeHeaders").get("pattern"));
                cleaned |= pattern.equals("*") || pattern.equals("Camel*");
            }
            if (byKind.containsKey("to")) {
                checkCall(map(byKind, "to"), cleaned, properties);
            }
        }
        problems.addAll(CanonicalForm.problems(from));
    }

    private void checkCall(Map<String, Object> call, boolean cleaned, Map<String, Object> properties) {
        require(cleaned, "Camel* headers are dropped before the call");
        require(
                String.valueOf(call.get("uri")).startsWith("sql:")
                        || Boolean.FALSE.equals(map(call, "parameters").get("throwExceptionOnFailure")),
                "the answer is judged by connectorAnswer: throwExceptionOnFailure is false");
        properties.keySet().stream()
                .filter(name -> "password".equals(map(properties, name).get("format")))
                .forEach(name -> require(
                        !call.toString().contains("{{" + name + "}}"), name + " is not in the URI of the call"));
    }

    private void require(boolean met, String rule) {
        if (!met) {
            problems.add(rule);
        }
    }

    private static Map<String, Object> map(Map<String, Object> parent, String key) {
        return CanonicalForm.map(parent.get(key));
    }
}
