package dev.sealpost.route.deploy;

import dev.sealpost.deployment.Bundle;
import dev.sealpost.route.file.SourceLocation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Finds the credentials that route files name: the parameter {@code credential} of {@code connector:<name>}. A value with a
 * placeholder is known to the node only, and left out.
 */
final class UsedCredentials {

    private static final String CONNECTOR = "connector:";
    private static final String PARAMETER = "credential";
    private static final Pattern IN_QUERY =
            Pattern.compile("connector:[^\\s\"'<>?]+[?][^\\s\"'<>]*?(?<=[?&;])credential=([^&\\s\"'<>{}#$]+)");

    private UsedCredentials() {}

    /** Use of a credential. */
    record Use(String credential, String file, SourceLocation place) {}

    static List<Use> in(Bundle bundle) {
        List<Use> uses = new ArrayList<>();
        bundle.files().forEach((file, text) -> {
            if (text.contains(CONNECTOR)) {
                names(file, text).forEach(name -> uses.add(new Use(name, file, place(text, name))));
            }
        });
        return uses;
    }

    private static Set<String> names(String file, String text) {
        Set<String> names = new TreeSet<>();
        Matcher query = IN_QUERY.matcher(text);
        while (query.find()) {
            names.add(query.group(1));
        }
        if (file.endsWith(".yaml")) {
            try {
                new Load(LoadSettings.builder().build()).loadAllFromString(text).forEach(tree -> find(tree, names));
            } catch (YamlEngineException e) {
                return names; // the check reports it
            }
        }
        return names;
    }

    private static void find(Object tree, Set<String> names) {
        switch (tree) {
            case Map<?, ?> map -> {
                if (String.valueOf(map.get("uri")).startsWith(CONNECTOR)
                        && map.get("parameters") instanceof Map<?, ?> parameters
                        && parameters.get(PARAMETER) instanceof String name
                        && !name.contains("{{")) {
                    names.add(name);
                }
                map.values().forEach(value -> find(value, names));
            }
            case Collection<?> list -> list.forEach(value -> find(value, names));
            case null, default -> {}
        }
    }

    private static SourceLocation place(String text, String name) {
        Pattern use = Pattern.compile("credential\\b.*\\b" + Pattern.quote(name));
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            Matcher found = use.matcher(lines[i]);
            if (found.find()) {
                return SourceLocation.at(i + 1, found.start() + 1);
            }
        }
        return SourceLocation.UNKNOWN;
    }
}
