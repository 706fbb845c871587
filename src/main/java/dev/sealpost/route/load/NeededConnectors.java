package dev.sealpost.route.load;

import dev.sealpost.route.file.Connectors;
import dev.sealpost.route.file.RouteFileContent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the connectors that routes need, because loading all of them would slow down every start. All are needed where a route
 * determines the connector at runtime, or names one that does not exist: the error suggests a similar name.
 */
final class NeededConnectors {

    private static final Pattern CALL = Pattern.compile("(?<![\\w-])(?:connector|kamelet):/*([A-Za-z0-9{$.-]+)");

    private final Map<String, RouteFileContent> connectors;

    /** @param connectors content of all connectors by file */
    NeededConnectors(Map<String, RouteFileContent> connectors) {
        this.connectors = connectors;
    }

    /**
     * Returns the needed connectors by file, and the files that were refused regardless of their content.
     *
     * @param routes texts of all route files
     */
    Map<String, RouteFileContent> of(Collection<String> routes) {
        if (routes.stream().anyMatch(text -> isDynamic(text) || callsUnknown(text))) {
            return new LinkedHashMap<>(connectors);
        }
        Map<String, RouteFileContent> needed = new LinkedHashMap<>();
        connectors.forEach((file, content) -> {
            if (content instanceof RouteFileContent.Refused) {
                needed.put(file, content);
            }
        });
        List<String> texts = List.copyOf(routes);
        while (!texts.isEmpty()) {
            texts = add(needed, texts);
        }
        return needed;
    }

    /** Adds the connectors that these texts name; returns the texts of those that are new. */
    private List<String> add(Map<String, RouteFileContent> needed, List<String> texts) {
        return connectors.entrySet().stream()
                .filter(each -> !needed.containsKey(each.getKey()))
                .filter(each ->
                        texts.stream().anyMatch(text -> Connectors.isNamedIn(text, Connectors.name(each.getKey()))))
                .toList()
                .stream()
                .map(each -> {
                    needed.put(each.getKey(), each.getValue());
                    return ((RouteFileContent.FileContent) each.getValue()).text();
                })
                .toList();
    }

    private static boolean isDynamic(String text) {
        return (text.contains("connector:") || text.contains("kamelet:"))
                && ConnectorRoutes.DYNAMIC.stream().anyMatch(text::contains);
    }

    private boolean callsUnknown(String text) {
        Matcher calls = CALL.matcher(text);
        while (calls.find()) {
            String called = calls.group();
            if (connectors.keySet().stream().noneMatch(file -> Connectors.isNamedIn(called, Connectors.name(file)))) {
                return true;
            }
        }
        return false;
    }
}
