package dev.sealpost.connector.command;

import dev.sealpost.connector.catalog.Connector;
import dev.sealpost.connector.catalog.ConnectorFileException;
import dev.sealpost.connector.catalog.ReadConnector;
import dev.sealpost.route.file.Connectors;
import dev.sealpost.route.file.HomeFiles;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileContent.FileContent;
import dev.sealpost.route.file.RouteFileContent.Refused;
import dev.sealpost.route.file.RouteFileProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Connectors of the home folder and those inside the jar. A broken file does not affect the others. */
final class HomeConnectors {

    private final Map<String, Connector> valid = new TreeMap<>();
    private final List<RouteFileProblem> problems = new ArrayList<>();

    HomeConnectors(Path home) {
        for (RouteFileContent content :
                new HomeFiles(home).select(List.of()).connectors().values()) {
            switch (content) {
                case FileContent file -> read(file);
                case Refused refused -> problems.add(refused.problem());
            }
        }
    }

    private void read(FileContent file) {
        try {
            Connector connector = ReadConnector.read(file.text());
            valid.put(connector.name(), connector);
        } catch (ConnectorFileException e) {
            problems.add(RouteFileProblem.of(file.name(), e));
        }
    }

    /** Returns the connectors whose files are valid, sorted by name. */
    Collection<Connector> valid() {
        return valid.values();
    }

    /** Returns the connector of this full or short name. */
    Optional<Connector> find(String name) {
        return valid.values().stream().filter(each -> each.isNamed(name)).findFirst();
    }

    /** Returns the problem of the file that is named after this connector. */
    Optional<RouteFileProblem> problem(String name) {
        return problems.stream()
                .filter(problem -> Connectors.name(problem.file()).startsWith(name))
                .findFirst();
    }
}
