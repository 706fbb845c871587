package dev.sealpost.route.check;

import dev.sealpost.delivery.FailureText;
import dev.sealpost.route.camel.RefusePaths;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import dev.sealpost.route.file.RouteFileRefused;
import dev.sealpost.route.file.SourceLocation;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Checks the top level of a route file and refuses elements with effects beyond the file: Camel applies several of them to the
 * whole context, where they affect other files and outlive their own.
 */
final class CheckTopLevel {

    private static final String NO_ROUTE = "the file contains no route";
    private static final String START = "start it with \"- route:\", or delete it";
    private static final String TEMPLATE =
            "turn it into a connector (connectors/….kamelet.yaml), which routes call as kamelet:…";
    private static final String REST = RefusePaths.REMEDY;

    /** Refused elements with the remedy. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("interceptSendToEndpoint", "put the steps before the call, in the route that makes it"),
            Map.entry("dataFormats", "set the options of a data format in the step that uses it (marshal, unmarshal)"),
            Map.entry("routeTemplate", TEMPLATE),
            Map.entry("routeTemplates", TEMPLATE),
            Map.entry("templatedRoute", TEMPLATE),
            Map.entry("templatedRoutes", TEMPLATE),
            Map.entry("rest", REST),
            Map.entry("rests", REST),
            Map.entry("restConfiguration", REST),
            Map.entry("component-scan", "define each bean under bean"),
            Map.entry("camelContext", "put its routes under camel or routes"),
            Map.entry("blueprint", "put its routes under camel or routes"),
            Map.entry("transformers", "convert in a step of the route"),
            Map.entry("validators", "validate in a step of the route"));

    private static final Set<String> ROOTS = Set.of("camel", "beans", "blueprint");
    private static final Set<String> IN_CAMEL =
            Set.of("route", "routes", "routeConfiguration", "routeConfigurations", "bean");
    private static final Set<String> CONFIGURATION = Set.of("routeConfiguration", "route-configuration");

    private final String file;
    private final List<RouteFileProblem> problems = new ArrayList<>();
    private final Map<String, SourceLocation> beans = new LinkedHashMap<>();
    private final Map<String, SourceLocation> configurations = new LinkedHashMap<>();

    private CheckTopLevel(String file) {
        this.file = file;
    }

    /**
     * Result of the check.
     *
     * @param beans places of the beans that the file defines, by name
     * @param configurations places of the routeConfigurations, by id
     */
    record Checked(
            List<RouteFileProblem> problems,
            Map<String, SourceLocation> beans,
            Map<String, SourceLocation> configurations) {}

    /** @param file well-formed file without aliases and document types */
    static Checked check(RouteFileContent.FileContent file) {
        CheckTopLevel check = new CheckTopLevel(file.name());
        if (file.isXml()) {
            check.xml(file.bytes());
        } else {
            root(file).ifPresentOrElse(check::yaml, () -> check.problem(SourceLocation.UNKNOWN, NO_ROUTE, START));
        }
        return new Checked(List.copyOf(check.problems), check.beans, check.configurations);
    }

    private static Optional<Node> root(RouteFileContent.FileContent file) {
        try {
            return new Compose(
                            LoadSettings.builder().setAllowDuplicateKeys(true).build())
                    .composeInputStream(new ByteArrayInputStream(file.bytes()));
        } catch (YamlEngineException e) {
            throw new RouteFileRefused(
                    file.name(),
                    SourceLocation.UNKNOWN,
                    "this is not YAML: " + FailureText.clean(String.valueOf(e.getMessage())),
                    "correct the file");
        }
    }

    private void yaml(Node root) {
        switch (root) {
            case SequenceNode list -> list.getValue().forEach(this::entry);
            case MappingNode map
            when value(map, "kind").isPresent() ->
                problem(
                        place(root),
                        "a Kubernetes resource (kind: " + value(map, "kind").get() + ") is not a route file",
                        "write its steps as a route: - route: with an id, from and steps");
            case MappingNode map ->
                problem(place(root), "the file is a map, not a list", "begin each entry with a dash: - route:");
            case ScalarNode nothing
            when nothing.getValue().isBlank() -> problem(SourceLocation.UNKNOWN, NO_ROUTE, START);
            default -> problem(place(root), "the file is a text, not a list of routes", "begin with \"- route:\"");
        }
    }

    private void entry(Node entry) {
        if (!(entry instanceof MappingNode map)) {
            return; // CheckSchema reports it
        }
        for (NodeTuple part : map.getValue()) {
            if (part.getKeyNode() instanceof ScalarNode key) {
                entry(key.getValue(), place(key), part.getValueNode());
            }
        }
    }

    private void entry(String name, SourceLocation place, Node value) {
        refuse(name, place);
        if (CONFIGURATION.contains(name) && value instanceof MappingNode configuration) {
            configuration(value(configuration, "id"), place);
            configuration.getValue().stream()
                    .map(NodeTuple::getKeyNode)
                    .filter(ScalarNode.class::isInstance)
                    .forEach(key -> refuse(((ScalarNode) key).getValue(), place(key)));
        }
        if (name.equals("beans") && value instanceof SequenceNode list) {
            list.getValue().forEach(bean -> {
                if (bean instanceof MappingNode map) {
                    value(map, "name").ifPresent(known -> bean(known, place(bean)));
                }
            });
        }
    }

    private void xml(byte[] content) {
        try {
            XMLStreamReader reader = CheckSyntax.reader(content);
            List<String> enclosing = new ArrayList<>();
            while (reader.hasNext()) {
                SourceLocation place = CheckSyntax.place(reader.getLocation());
                int event = reader.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    element(reader, enclosing, place);
                    enclosing.add(reader.getLocalName());
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    enclosing.removeLast();
                }
            }
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException(file + " is not well-formed", e);
        }
    }

    private void element(XMLStreamReader reader, List<String> enclosing, SourceLocation place) {
        String name = reader.getLocalName();
        boolean atTop = enclosing.isEmpty() || (enclosing.size() == 1 && ROOTS.contains(enclosing.getFirst()));
        if (atTop || name.equals("interceptSendToEndpoint")) {
            refuse(name, place);
        }
        if (String.valueOf(reader.getNamespaceURI()).startsWith("http://www.springframework.org/")) {
            problem(
                    place,
                    "Spring XML is not a route file",
                    "write the routes under camel or routes, without the Spring namespace");
        } else if (enclosing.size() == 1
                && ROOTS.contains(enclosing.getFirst())
                && !IN_CAMEL.contains(name)
                && !REFUSED.containsKey(name)) {
            problem(
                    place,
                    "the element " + name + " is not allowed here",
                    "use one of these: bean, route, routeConfiguration");
        }
        if (name.equals("routeConfiguration")) {
            configuration(
                    Optional.ofNullable(reader.getAttributeValue(null, "id")).filter(id -> !id.isBlank()), place);
        }
        if (atTop && name.equals("bean") && reader.getAttributeValue(null, "name") != null) {
            bean(reader.getAttributeValue(null, "name"), place);
        }
    }

    private void refuse(String name, SourceLocation place) {
        String remedy = REFUSED.get(camelCase(name));
        if (remedy != null) {
            problem(place, name + " is not allowed in a route file: it would affect other files", remedy);
        }
    }

    private void configuration(Optional<String> id, SourceLocation place) {
        if (id.isPresent()) {
            configurations.put(id.get(), place);
        } else {
            problem(
                    place,
                    "a routeConfiguration without an id would apply to the routes of all files",
                    "give it an id, and refer to it in the routes that use it: routeConfigurationId: …");
        }
    }

    private void bean(String name, SourceLocation place) {
        if (beans.put(name, place) != null) {
            problem(place, "the file has two beans with the name " + name, "rename one of them");
        }
    }

    private void problem(SourceLocation place, String reason, String remedy) {
        problems.add(new RouteFileProblem(file, place, reason, remedy));
    }

    private static Optional<String> value(MappingNode map, String name) {
        return map.getValue().stream()
                .filter(part -> part.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(name))
                .map(NodeTuple::getValueNode)
                .filter(ScalarNode.class::isInstance)
                .map(value -> ((ScalarNode) value).getValue())
                .filter(text -> !text.isBlank())
                .findFirst();
    }

    private static SourceLocation place(Node node) {
        return node.getStartMark()
                .map(mark -> SourceLocation.at(mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(SourceLocation.UNKNOWN);
    }

    /** Converts a name to camel case, because Camel also accepts {@code route-template}. */
    private static String camelCase(String name) {
        return REFUSED.containsKey(name) ? name : CheckSchema.camelCase(name);
    }
}
