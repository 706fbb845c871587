package dev.sealpost.source.sync;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * Camel component {@code idmap:}, a step of routes that keep two systems in step, such as {@code to:
 * idmap:contacts?operation=receive&from=left&to=right}. Each Camel context has its own component, so that routes can be checked
 * without running; what a running route needs is looked up when it starts.
 */
public final class IdMapComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        Direction direction = new Direction(remaining, take(parameters, "from", ""), take(parameters, "to", ""));
        return new IdMapEndpoint(
                uri,
                this,
                direction,
                IdMapOperation.parse(take(parameters, "operation", "")),
                ConflictRule.parse(take(parameters, "conflict", ConflictRule.NEWEST), direction));
    }

    private String take(Map<String, Object> parameters, String name, String whenAbsent) {
        return getAndRemoveParameter(parameters, name, String.class, whenAbsent);
    }
}
