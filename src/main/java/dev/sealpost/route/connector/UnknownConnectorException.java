package dev.sealpost.route.connector;

import dev.sealpost.connector.catalog.Connector;
import dev.sealpost.identifier.NearestName;
import java.util.Collection;

/** Thrown if a route names a connector that does not exist, or uses one in the wrong place. */
public final class UnknownConnectorException extends RuntimeException {

    private final String connector;

    UnknownConnectorException(String connector, String reason) {
        super("the connector " + connector + " " + reason);
        this.connector = connector;
    }

    private UnknownConnectorException(String connector, String what, String hint) {
        super("there is no " + what + " named " + connector + "; " + hint);
        this.connector = connector;
    }

    static UnknownConnectorException among(String connector, String what, Collection<Connector> known) {
        return new UnknownConnectorException(
                connector,
                what,
                NearestName.hint(
                        connector, known.stream().map(Connector::shortName).toList()));
    }

    public String connector() {
        return connector;
    }
}
