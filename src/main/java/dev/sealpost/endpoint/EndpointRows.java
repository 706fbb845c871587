package dev.sealpost.endpoint;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.JsonColumns;
import dev.sealpost.egress.OutboundUrl;
import dev.sealpost.endpoint.Endpoint.Filter;
import dev.sealpost.endpoint.Endpoint.Profile;
import dev.sealpost.endpoint.Endpoint.Status;
import dev.sealpost.endpoint.Endpoint.Target;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.signature.SecretCipher;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads rows of the table {@code endpoint}. */
@Component
class EndpointRows {

    private final SecretCipher cipher;

    EndpointRows(SecretCipher cipher) {
        this.cipher = cipher;
    }

    Endpoint read(ResultSet row) throws SQLException {
        EndpointId id = new EndpointId(row.getString("id"));
        return new Endpoint(
                id,
                new ApplicationId(row.getString("application_id")),
                new Target(new OutboundUrl(row.getString("url")), cipher.open(row.getBytes("secret"), id.value())),
                new Filter(patterns(row), JsonColumns.list(row.getString("channels"))),
                profile(row));
    }

    private static List<EventTypePattern> patterns(ResultSet row) throws SQLException {
        return JsonColumns.list(row.getString("event_types")).stream()
                .map(EventTypePattern::new)
                .toList();
    }

    private static Profile profile(ResultSet row) throws SQLException {
        return new Profile(
                Optional.ofNullable(row.getString("uid")),
                row.getString("description"),
                JsonColumns.map(row.getString("metadata")),
                Optional.ofNullable((Number) row.getObject("throttle_rate")).map(Number::intValue),
                new Status(
                        row.getBoolean("disabled"),
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        Instant.ofEpochMilli(row.getLong("updated_at"))));
    }
}
