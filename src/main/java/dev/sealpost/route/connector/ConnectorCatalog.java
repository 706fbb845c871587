package dev.sealpost.route.connector;

import dev.sealpost.connector.catalog.Connector;
import dev.sealpost.connector.catalog.Connector.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** Connectors that the routes of one Camel context can call, by name. Thread-safe. */
public final class ConnectorCatalog {

    private final Map<String, Connector> connectors = new ConcurrentSkipListMap<>();

    /** Returns the catalog of a context, which has it from the start. */
    public static ConnectorCatalog of(CamelContext camel) {
        return camel.getComponent(ConnectorComponent.SCHEME, ConnectorComponent.class)
                .catalog();
    }

    public void put(Connector connector) {
        connectors.put(connector.name(), connector);
    }

    public void remove(String name) {
        connectors.remove(name);
    }

    /** Returns all connectors by name. */
    public Map<String, Connector> all() {
        return Map.copyOf(connectors);
    }

    /** Returns the connector of this full name, or the sink or action of this short name. */
    Optional<Connector> called(String name) {
        return find(name, Type.SINK, Type.ACTION);
    }

    /** Returns the source of this full or short name. */
    Optional<Connector> consumed(String name) {
        return find(name, Type.SOURCE);
    }

    /** Returns the connector of this full or short name. */
    public Optional<Connector> find(String name) {
        return find(name, Type.values());
    }

    /** Returns the connectors that a route can mean by this name: one that it calls, and one that it starts with. */
    List<Connector> named(String name) {
        return Stream.of(called(name), consumed(name))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /** Returns what a route writes: the short name, unless that leads to another connector, or to two. */
    public String uri(Connector connector) {
        String name = connector.shortName();
        Optional<Connector> meant = connector.type() == Type.SOURCE ? consumed(name) : called(name);
        List<Connector> named = named(name);
        boolean isPlain =
                named.size() == 1 || named.stream().allMatch(each -> each.call().isPresent());
        return ConnectorComponent.SCHEME + ":"
                + (isPlain && meant.filter(connector::equals).isPresent() ? name : connector.name());
    }

    /** Returns the Kamelet that {@code connector:} of this name runs; empty if it makes a call itself. */
    public Optional<String> kamelet(String name) {
        return called(name)
                .or(() -> consumed(name))
                .filter(connector -> connector.call().isEmpty())
                .map(Connector::name);
    }

    private Optional<Connector> find(String name, Type... types) {
        return Stream.concat(Stream.of(name), Stream.of(types).map(type -> name + "-" + type.word()))
                .flatMap(full -> Optional.ofNullable(connectors.get(full)).stream())
                .findFirst();
    }
}
