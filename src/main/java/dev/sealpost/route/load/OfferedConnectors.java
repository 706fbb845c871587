package dev.sealpost.route.load;

import dev.sealpost.connector.catalog.Connector;
import dev.sealpost.connector.catalog.ConnectorFileException;
import dev.sealpost.connector.catalog.ReadConnector;
import dev.sealpost.route.connector.ConnectorCatalog;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileContent.FileContent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Connectors that the routes of this node can use, whether or not one does. Thread-safe. */
public final class OfferedConnectors {

    private final ReloadRoutes reload;
    private Map<FileContent, Optional<Connector>> read = Map.of();

    OfferedConnectors(ReloadRoutes reload) {
        this.reload = reload;
    }

    /** Returns the connectors by full name; without those whose files are invalid. */
    public synchronized Map<String, Connector> all() {
        Map<FileContent, Optional<Connector>> now = new HashMap<>();
        for (RouteFileContent content : reload.connectors().values()) {
            if (content instanceof FileContent file) {
                Optional<Connector> known = read.get(file);
                now.put(file, known == null ? read(file) : known);
            }
        }
        read = now;
        Map<String, Connector> connectors = new TreeMap<>();
        now.values().forEach(each -> each.ifPresent(connector -> connectors.put(connector.name(), connector)));
        return connectors;
    }

    /** Returns the connector of this full or short name. */
    public Optional<Connector> find(String name) {
        return all().values().stream()
                .filter(connector -> connector.isNamed(name))
                .findFirst();
    }

    /** Returns what a route writes to call this connector, or to start with it. */
    public String uri(Connector connector) {
        ConnectorCatalog catalog = new ConnectorCatalog();
        all().values().forEach(catalog::put);
        return catalog.uri(connector);
    }

    private static Optional<Connector> read(FileContent file) {
        try {
            return Optional.of(ReadConnector.read(file.text()));
        } catch (ConnectorFileException e) {
            return Optional.empty(); // the command check reports it
        }
    }
}
