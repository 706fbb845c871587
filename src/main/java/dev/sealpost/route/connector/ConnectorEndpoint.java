package dev.sealpost.route.connector;

import dev.sealpost.connector.catalog.Connector;
import dev.sealpost.connector.catalog.ParameterException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Endpoint of a {@code connector:} URI. The connector is looked up by each producer and consumer, because Camel keeps endpoints
 * while connectors are replaced.
 */
final class ConnectorEndpoint extends DefaultEndpoint {

    /** Value that Camel takes as it is, with the name of its parameter. */
    private static final Pattern RAW = Pattern.compile("[?&]([^=&]+)=RAW[({]");

    private final ConnectorCatalog catalog;
    private final String name;
    private final Map<String, String> given;

    ConnectorEndpoint(String uri, ConnectorComponent component, String name, Map<String, String> given) {
        super(uri, component);
        this.catalog = component.catalog();
        this.name = name;
        this.given = Map.copyOf(given);
    }

    /** @throws UnknownConnectorException if there is none of that name */
    @Override
    public Producer createProducer() {
        Connector connector = catalog.called(name).orElseThrow(() -> unknown("sink or action"));
        if (connector.type() == Connector.Type.SOURCE) {
            throw new UnknownConnectorException(name, "is a source: it can only start a route, in from:");
        }
        return new ConnectorProducer(this, prepare(connector, given));
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        Connector connector = catalog.consumed(name).orElseThrow(() -> unknown("source"));
        if (connector.type() != Connector.Type.SOURCE) {
            throw new UnknownConnectorException(name, "is a " + connector.type().word() + ": use it in to:");
        }
        Map<String, String> parameters = new LinkedHashMap<>(given);
        SourceOptions options = SourceOptions.removeFrom(parameters);
        requirePoll(connector, options);
        return new ConnectorConsumer(this, processor, prepare(connector, parameters), options);
    }

    /** Creates a poll only to have its options validated: the one that runs has the name of the route. */
    private void requirePoll(Connector connector, SourceOptions options) {
        try {
            getCamelContext().getEndpoint(options.poll("options"));
        } catch (ResolveEndpointFailedException e) {
            throw new ParameterException(
                    connector.name(),
                    SourceOptions.INTERVAL,
                    "must be a duration from 10ms to 7d",
                    "write a duration such as 30s, 5m or 2h");
        }
    }

    private PreparedCall prepare(Connector connector, Map<String, String> parameters) {
        Matcher raw = RAW.matcher(getEndpointUri());
        if (raw.find()) {
            throw connector.interpreted(raw.group(1));
        }
        return PreparedCall.of(connector, parameters, getCamelContext());
    }

    private UnknownConnectorException unknown(String what) {
        return UnknownConnectorException.among(name, what, catalog.all().values());
    }

    @Override
    public boolean isLenientProperties() {
        return true;
    }
}
