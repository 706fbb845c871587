package dev.sealpost.route.check;

import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.SourceLocation;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;

/** Finds the source file and the place of a step. */
final class SourceFiles {

    private final Map<String, RouteFileContent.FileContent> files = new HashMap<>();

    SourceFiles(Collection<CheckedFile> files) {
        files.stream()
                .flatMap(file -> file.content().stream())
                .forEach(content -> this.files.put(plain(content.name()), content));
    }

    /** Returns the routes of the files, without those of connectors. */
    static List<RouteDefinition> routes(CamelContext camel) {
        return camel.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                .filter(route -> !Boolean.TRUE.equals(route.isKamelet()))
                .toList();
    }

    Optional<RouteFileContent.FileContent> of(NamedNode step) {
        return Optional.ofNullable(files.get(name(step)));
    }

    /** Returns the name of the source file without the scheme. */
    static String name(NamedNode step) {
        return plain(String.valueOf(step.getLocation()));
    }

    private static String plain(String location) {
        return location.replaceFirst("^(?:file|classpath):", "");
    }

    /** Returns the place of a step. For a step written in one line, Camel reports the line before. */
    static SourceLocation place(NamedNode step, RouteFileContent.FileContent file) {
        String[] lines = file.text().split("\n", -1);
        int line = step.getLineNumber();
        for (int i = Math.max(0, line - 1); i < Math.min(line + 1, lines.length); i++) {
            int column = lines[i].indexOf(step.getShortName());
            if (column >= 0) {
                return SourceLocation.at(i + 1, column + 1);
            }
        }
        return SourceLocation.line(line);
    }
}
