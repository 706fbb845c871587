package dev.sealpost.connector.credential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads {@code config/credentials.yaml}. A credential with a problem does not affect the others. */
final class ReadCredentials {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final long MAX_BYTES = 1024L * 1024;

    private final Path file;
    private final ResolveValue values;
    private final Map<String, CredentialDefinition> valid = new HashMap<>();
    private final Set<String> names = new TreeSet<>();
    private final List<CredentialProblem> problems = new ArrayList<>();
    private final List<CredentialProblem> warnings = new ArrayList<>();
    private final List<CredentialProblem> unset = new ArrayList<>();
    private final Optional<String> otherwise;

    /** @param otherwise text of the file if it does not exist */
    ReadCredentials(Path home, Function<String, @Nullable String> environment, Optional<String> otherwise) {
        this.otherwise = otherwise;
        this.file = CredentialFile.in(home);
        this.values = new ResolveValue(home, environment);
    }

    CredentialFile read() {
        try {
            if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
                fault(Optional.empty(), "the file is larger than 1 MiB", "remove what is no credential");
            } else {
                Optional<String> text = Files.exists(file) ? Optional.of(Files.readString(file)) : otherwise;
                text.flatMap(yaml -> new Compose(LoadSettings.builder()
                                        .setLabel(CredentialFile.NAME)
                                        .build())
                                .composeString(yaml))
                        .ifPresent(this::document);
            }
        } catch (MarkedYamlEngineException e) {
            // Not the message: it quotes the file.
            fault(
                    e.getProblemMark(),
                    "malformed YAML: " + e.getProblem(),
                    "correct it; the credentials that were read before stay in use");
        } catch (YamlEngineException e) {
            fault(Optional.empty(), "malformed YAML", "check the indentation and the quotes");
        } catch (NoSuchFileException e) {
            // removed in between
        } catch (IOException e) {
            fault(
                    Optional.empty(),
                    "the file cannot be read: " + e.getClass().getSimpleName(),
                    "let the user of the node read it, as UTF-8");
        }
        return new CredentialFile(valid, names, problems, warnings, unset, values.files());
    }

    private void document(Node root) {
        switch (root) {
            case MappingNode map -> map.getValue().forEach(this::credential);
            case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> {
                // only comments
            }
            default -> fault(root.getStartMark(), "the file must be a map of credentials by name", "write name: {…}");
        }
    }

    private void credential(NodeTuple entry) {
        String name = entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
        boolean isNew = names.add(name);
        ReadDefinition definition = new ReadDefinition(name, values);
        if (!NAME.matcher(name).matches()) {
            definition.problem(
                    entry.getKeyNode(),
                    "the name is not allowed",
                    "start with a letter, and use only lower-case letters, digits and -, at most 63 characters");
        } else if (!isNew) {
            definition.problem(entry.getKeyNode(), "it is there twice", "give one of them another name");
            valid.remove(name);
        } else {
            definition.read(entry).ifPresent(read -> valid.put(name, read));
        }
        problems.addAll(definition.problems());
        warnings.addAll(definition.warnings());
        unset.addAll(definition.unset());
    }

    private void fault(Optional<Mark> mark, String reason, String remedy) {
        problems.add(new CredentialProblem(
                CredentialFile.NAME,
                mark.map(at -> at.getLine() + 1).orElse(0),
                mark.map(at -> at.getColumn() + 1).orElse(0),
                Optional.empty(),
                reason,
                remedy));
    }
}
