package dev.sealpost.connector.kit;

import dev.sealpost.connector.catalog.Connector;
import dev.sealpost.connector.catalog.ConnectorParameter;
import dev.sealpost.connector.kit.Conversation.Scene;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Rules for finished connectors. */
final class ConnectorRules {

    private static final Set<String> SCENES = Set.of(
            "success",
            "unauthorized",
            "forbidden",
            "throttled",
            "unavailable",
            "timeout",
            "duplicate",
            "malformed",
            "vendor");
    private static final List<String> FILES = List.of("README.md", "icon.svg", "conversation.yaml", "example.json");
    private static final Pattern SECRET = Pattern.compile("(?i).*(token|secret|password|apikey).*");
    private static final Pattern ALIAS = Pattern.compile("(?m)^[^#\n]*[:-] [&*][A-Za-z]\\w*\\s*$");
    private static final Pattern ARTICLE = Pattern.compile("(?:The|A|An) .*");

    private final List<ConnectorFinding> findings = new ArrayList<>();
    private final String connector;

    private ConnectorRules(String connector) {
        this.connector = connector;
    }

    /** Returns violations of the rules for files, names and parameters. */
    static List<ConnectorFinding> check(ConnectorFolder folder, Connector connector) {
        ConnectorRules rules = new ConnectorRules(folder.name());
        rules.require(connector.name().equals(folder.name()), "the folder must have the name " + connector.name());
        boolean isSource = connector.type() == Connector.Type.SOURCE;
        for (String file : FILES) {
            // A Kamelet of Camel steps has no conversation: a test of its own runs it against a real server.
            boolean needed = !(isSource && file.equals("example.json"))
                    && (connector.call().isPresent() || !file.equals("conversation.yaml"));
            rules.require(!needed || folder.text(file).isPresent(), "the file " + file + " is missing");
        }
        folder.text("icon.svg").ifPresent(rules::icon);
        String type = connector.type().word();
        rules.require(connector.title().toLowerCase(Locale.ROOT).endsWith(" " + type), "the title must end in " + type);
        rules.require(!connector.description().isBlank(), "the description is missing");
        rules.require(!connector.system().isBlank(), "the annotation camel.apache.org/kamelet.group is missing");
        rules.require(!connector.category().isBlank(), "the annotation camel.apache.org/kamelet.namespace is missing");
        connector.parameters().forEach(rules::parameter);
        Set<String> titles = new HashSet<>();
        connector
                .parameters()
                .forEach(each ->
                        rules.require(titles.add(each.title()), "two parameters have the title " + each.title()));
        String text = folder.text(folder.name() + ".kamelet.yaml").orElse("");
        rules.require(!ALIAS.matcher(text).find(), "the file contains a YAML alias; write its content");
        for (ConnectorParameter each : connector.parameters()) {
            rules.require(
                    Pattern.compile("\\{\\{\\??" + each.name() + "}}")
                            .matcher(text)
                            .find(),
                    "the template does not pass on the parameter " + each.name());
        }
        connector
                .call()
                .ifPresent(call -> rules.require(
                        call.credential().isEmpty()
                                || call.test().isPresent()
                                || call.acceptedKinds().contains("secret-url"),
                        "spec.call has no test of the credential"));
        return rules.findings;
    }

    private void icon(String svg) {
        require(svg.contains("<svg") && svg.contains("viewBox"), "icon.svg is no SVG with a viewBox");
        require(!svg.contains("<script") && !svg.contains("href"), "icon.svg contains a script or a link");
    }

    private void parameter(ConnectorParameter parameter) {
        String name = "the parameter " + parameter.name();
        require(!parameter.title().equals(parameter.name()), name + " has no title");
        require(!ARTICLE.matcher(parameter.title()).matches(), "the title of " + name + " begins with an article");
        require(!parameter.description().isBlank(), name + " has no description");
        require(parameter.example().isPresent(), name + " has no example");
        require(
                !parameter.isSecret() && !SECRET.matcher(parameter.name()).matches(),
                name + " is a secret, which belongs into a credential");
    }

    /** Returns violations of the rules for conversations. */
    static List<ConnectorFinding> check(Conversation conversation) {
        ConnectorRules rules = new ConnectorRules("conversation.yaml");
        List<String> names = conversation.scenes().stream().map(Scene::name).toList();
        SCENES.stream()
                .sorted()
                .filter(scene -> !names.contains(scene))
                .forEach(scene -> rules.require(
                        false, "the scene " + scene + " is missing; play it, or give the reason under skipped"));
        rules.require(!conversation.pages().isEmpty(), "no page of the vendor's documentation is named");
        return rules.findings;
    }

    private void require(boolean met, String violation) {
        if (!met) {
            findings.add(new ConnectorFinding(connector, violation));
        }
    }
}
