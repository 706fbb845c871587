package dev.sealpost.endpoint;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.Snapshot;
import dev.sealpost.database.SnapshotRows;
import dev.sealpost.database.StoredValues;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** All endpoints that are not deleted, in memory. */
@Component
public class EndpointDirectory implements Snapshot {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointDirectory.class);

    private final EndpointRows rows;
    private final SnapshotRows loading = new SnapshotRows("endpoint", "id", this::read);
    private final Map<EndpointId, Endpoint> byId = new ConcurrentHashMap<>();
    private final Map<ApplicationId, List<Endpoint>> byApplication = new ConcurrentHashMap<>();

    EndpointDirectory(EndpointRows rows) {
        this.rows = rows;
    }

    public Optional<Endpoint> find(EndpointId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Returns the endpoints of an application, including disabled ones. */
    public List<Endpoint> of(ApplicationId application) {
        return byApplication.getOrDefault(application, List.of());
    }

    @Override
    public Optional<SnapshotRows> rows() {
        return Optional.of(loading);
    }

    /** Reads a row. A partly unreadable endpoint is kept, and its deliveries wait. */
    private Optional<String> read(ResultSet row) throws SQLException {
        Endpoint endpoint = rows.read(row);
        StoredValues values = new StoredValues(row);
        if (values.isDeleted()) {
            remove(endpoint);
            return Optional.empty();
        }
        put(endpoint);
        return endpoint.receiver().fault().or(values::fault);
    }

    private void put(Endpoint endpoint) {
        if (endpoint.equals(byId.get(endpoint.id()))) {
            return;
        }
        if (endpoint.receiver().secret().isEmpty()) {
            LOG.error(
                    "endpoint.secret-unreadable endpointId={} applicationId={}: its stored secret does not open with the"
                            + " encryption key of this node; its deliveries wait until the key is back or the endpoint has a"
                            + " new secret",
                    endpoint.id(),
                    endpoint.application());
        }
        byId.put(endpoint.id(), endpoint);
        byApplication.merge(
                endpoint.application(),
                List.of(endpoint),
                (old, added) ->
                        Stream.concat(without(old, endpoint), added.stream()).toList());
    }

    private void remove(Endpoint endpoint) {
        byId.remove(endpoint.id());
        byApplication.computeIfPresent(endpoint.application(), (application, old) -> {
            List<Endpoint> rest = without(old, endpoint).toList();
            return rest.isEmpty() ? null : rest;
        });
    }

    private static Stream<Endpoint> without(List<Endpoint> endpoints, Endpoint gone) {
        return endpoints.stream().filter(each -> !each.id().equals(gone.id()));
    }
}
