package dev.sealpost.route.check;

import dev.sealpost.delivery.FailureText;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import dev.sealpost.route.file.SourceLocation;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Compares a route file in YAML with the schema of Camel's YAML language, key by key and value by value. Camel itself stops at
 * the first unknown key, reads {@code streaming: maybe} as false, and reports other invalid values without a line when it
 * builds the route.
 */
final class CheckSchema {

    private static final String NO_STEP = "stop: {}";
    private static final String NO_ROUTE = "beans: []";
    private static final Set<String> ROUTES = Set.of("route", "from");

    private final String file;
    private final int[] text;
    private final List<RouteFileProblem> problems = new ArrayList<>();
    private final Set<Part> removed = new HashSet<>();

    private CheckSchema(RouteFileContent.FileContent file) {
        this.file = file.name();
        this.text = file.text().codePoints().toArray();
    }

    /**
     * Result of the check.
     *
     * @param rest file without the invalid steps and routes, but with the same line numbers, for further checks
     */
    record Checked(List<RouteFileProblem> problems, RouteFileContent.FileContent rest) {}

    /** @param file well-formed YAML without aliases */
    static Checked check(RouteFileContent.FileContent file) {
        CheckSchema check = new CheckSchema(file);
        root(file)
                .filter(SequenceNode.class::isInstance) // a map is a Kubernetes resource, not a route file
                .ifPresent(root -> check.list((SequenceNode) root, YamlSchema.file(), Part.NOTHING));
        return new Checked(
                List.copyOf(check.problems),
                check.problems.isEmpty()
                        ? file
                        : new RouteFileContent.FileContent(
                                file.name(), check.rest().getBytes(StandardCharsets.UTF_8)));
    }

    private static Optional<Node> root(RouteFileContent.FileContent file) {
        try {
            return new Compose(LoadSettings.builder().build())
                    .composeInputStream(new ByteArrayInputStream(file.bytes()));
        } catch (YamlEngineException e) {
            return Optional.empty(); // such as a duplicate key, which Camel reports
        }
    }

    /**
     * Part of the file that is removed if something in it is invalid.
     *
     * @param replacement text in its place; empty for an entry of a map
     */
    private record Part(int start, int end, String replacement) {

        static final Part NOTHING = new Part(0, 0, "");

        static Part of(Node from, Node to, String replacement) {
            return new Part(
                    from.getStartMark().map(Mark::getIndex).orElse(0),
                    to.getEndMark().map(Mark::getIndex).orElse(0),
                    replacement);
        }

        /** Returns true for a step or a route, which cannot be removed in part. */
        boolean isWhole() {
            return !replacement.isEmpty();
        }

        boolean isIn(Part other) {
            return !equals(other) && start >= other.start && end <= other.end;
        }
    }

    private void list(SequenceNode list, YamlSchema schema, Part within) {
        if (!schema.takesList()) {
            wrongType(list, schema, within);
            return;
        }
        YamlSchema items = schema.items();
        list.getValue().forEach(item -> any(item, items, within));
    }

    private void any(Node node, YamlSchema schema, Part within) {
        switch (node) {
            case MappingNode map -> map(map, schema, within);
            case SequenceNode list -> list(list, schema, within);
            case ScalarNode value -> value(value, schema, within, within);
            default -> {
                // CheckSyntax refused aliases
            }
        }
    }

    private void map(MappingNode map, YamlSchema schema, Part within) {
        if (!schema.takesMap()) {
            wrongType(map, schema, within);
            return;
        }
        boolean alone = map.getValue().size() == 1;
        Set<String> before = new HashSet<>();
        for (NodeTuple entry : map.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key) {
                Node value = entry.getValueNode();
                Part own = alone ? within : Part.of(key, value, "");
                Optional<YamlSchema> known = schema.at(camelCase(key.getValue()));
                if (!before.add(key.getValue())) {
                    problem(key, key.getValue() + " is set twice", "delete one of them", own);
                } else if (known.isPresent()) {
                    entryValue(entry, known.get(), within, own);
                } else if (!schema.isOpen()) {
                    problem(
                            key,
                            key.getValue() + " is not allowed here",
                            SimilarName.remedy(key.getValue(), schema.keys(), "correct the name or the indentation"),
                            within.equals(Part.NOTHING)
                                    ? Part.of(key, value, NO_ROUTE)
                                    : within.isWhole() ? within : own);
                }
            }
        }
    }

    private static boolean has(MappingNode map, String name) {
        return map.getValue().stream()
                .anyMatch(entry -> entry.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(name));
    }

    /** @param own part to remove for an invalid plain value; the rest of the step remains valid */
    private void entryValue(NodeTuple entry, YamlSchema schema, Part within, Part own) {
        String key = ((ScalarNode) entry.getKeyNode()).getValue();
        Node value = entry.getValueNode();
        if (key.equals("steps") && value instanceof SequenceNode steps && schema.takesList()) {
            YamlSchema items = schema.items();
            steps.getValue().forEach(step -> any(step, items, Part.of(step, step, NO_STEP)));
        } else if (within.equals(Part.NOTHING) && ROUTES.contains(key)) {
            Part route = Part.of(entry.getKeyNode(), value, NO_ROUTE);
            any(value, schema, route);
            if (key.equals("route") && value instanceof MappingNode map && !has(map, "from")) {
                problem(entry.getKeyNode(), "the route has no from", "add its input: from: …", route);
            }
        } else if (value instanceof ScalarNode plain) {
            value(plain, schema, within, own);
        } else {
            any(value, schema, within.isWhole() ? within : own);
        }
    }

    private void value(ScalarNode value, YamlSchema schema, Part within, Part own) {
        String text = value.getValue();
        boolean isCheckedLater = text.contains("{{") || value.getTag().equals(Tag.NULL); // Camel reports missing values
        if (isCheckedLater || schema.takes(text)) {
            return;
        }
        if (schema.takesValue()) {
            problem(
                    value,
                    FailureText.clean(text) + " is not allowed here: expected " + schema.expected(),
                    "correct the value",
                    own);
        } else {
            wrongType(value, schema, within);
        }
    }

    private void wrongType(Node node, YamlSchema schema, Part within) {
        String found =
                switch (node) {
                    case MappingNode map -> "a map";
                    case SequenceNode list -> "a list";
                    default -> "a text";
                };
        problem(
                node,
                found + " is not allowed here: expected " + schema.expected(),
                "compare it with Camel's YAML documentation and check the indentation",
                within);
    }

    private void problem(Node node, String reason, String remedy, Part within) {
        SourceLocation place = node.getStartMark()
                .map(mark -> SourceLocation.at(mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(SourceLocation.UNKNOWN);
        problems.add(new RouteFileProblem(file, place, reason, remedy));
        removed.add(within);
    }

    private String rest() {
        int[] rest = text.clone();
        for (Part part : removed) {
            for (int i = part.start(); i < Math.min(part.end(), rest.length); i++) {
                rest[i] = rest[i] == '\n' ? '\n' : ' ';
            }
        }
        StringBuilder filled = new StringBuilder();
        for (int i = 0; i < rest.length; i++) {
            int here = i;
            removed.stream()
                    .filter(part -> part.start() == here && removed.stream().noneMatch(part::isIn))
                    .findFirst()
                    .ifPresent(part -> filled.append(part.replacement()));
            filled.appendCodePoint(rest[i]);
        }
        return filled.toString();
    }

    /** Converts a key to camel case, because Camel also accepts {@code route-configuration}. */
    static String camelCase(String key) {
        StringBuilder camelCase = new StringBuilder();
        for (String word : key.split("-")) {
            camelCase.append(
                    camelCase.isEmpty() || word.isEmpty()
                            ? word
                            : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return camelCase.toString();
    }
}
