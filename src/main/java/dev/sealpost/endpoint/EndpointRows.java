package dev.sealpost.endpoint;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.JsonColumns;
import dev.sealpost.egress.OutboundUrl;
import dev.sealpost.endpoint.Endpoint.Filter;
import dev.sealpost.endpoint.Endpoint.Policy;
import dev.sealpost.endpoint.Endpoint.Profile;
import dev.sealpost.endpoint.Endpoint.Receiver;
import dev.sealpost.endpoint.Endpoint.Status;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.event.Json;
import dev.sealpost.event.Violation;
import dev.sealpost.signature.SecretCipher;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** Reads and writes rows of the table {@code endpoint}. */
@Component
class EndpointRows {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointRows.class);

    private final SecretCipher cipher;
    private final DeliveryPolicy defaults;

    EndpointRows(SecretCipher cipher, DeliveryPolicy defaults) {
        this.cipher = cipher;
        this.defaults = defaults;
    }

    Endpoint read(ResultSet row) throws SQLException {
        EndpointId id = new EndpointId(row.getString("id"));
        return new Endpoint(
                id,
                new ApplicationId(row.getString("application_id")),
                new Receiver(new OutboundUrl(row.getString("url")), cipher.open(row.getBytes("secret"), id.value())),
                new Filter(patterns(row), JsonColumns.list(row.getString("channels"))),
                profile(row));
    }

    void insert(JdbcClient sql, Endpoint endpoint, long version) {
        set(sql.sql("""
                        INSERT INTO endpoint (uid, url, description, event_types, channels, secret, metadata,
                            throttle_rate, policy, disabled, disabled_reason, paused, created_at, updated_at, version,
                            application_id, id)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """), endpoint, version).update();
    }

    void update(JdbcClient sql, Endpoint endpoint, long version) {
        set(sql.sql("""
                        UPDATE endpoint SET uid = ?, url = ?, description = ?, event_types = ?, channels = ?, secret = ?,
                            metadata = ?, throttle_rate = ?, policy = ?, disabled = ?, disabled_reason = ?, paused = ?,
                            created_at = ?, updated_at = ?, version = ?
                        WHERE application_id = ? AND id = ?
                        """), endpoint, version).update();
    }

    private StatementSpec set(StatementSpec statement, Endpoint endpoint, long version) {
        Profile profile = endpoint.profile();
        return statement
                .param(profile.uid().orElse(null))
                .param(endpoint.receiver().url().value())
                .param(profile.description())
                .param(JsonColumns.text(endpoint.filter().eventTypes().stream()
                        .map(EventTypePattern::expression)
                        .toList()))
                .param(JsonColumns.text(endpoint.filter().channels()))
                .param(cipher.seal(endpoint.receiver().secret(), endpoint.id().value()))
                .param(JsonColumns.text(profile.metadata()))
                .param(profile.policy().override().load().wholeRate().orElse(null))
                .param(text(profile.policy().override()))
                .param(profile.status().disabled())
                .param(profile.status()
                        .disabledReason()
                        .map(DisableReason::word)
                        .orElse(null))
                .param(profile.status().paused())
                .param(profile.status().createdAt().toEpochMilli())
                .param(profile.status().updatedAt().toEpochMilli())
                .param(version)
                .param(endpoint.application().value())
                .param(endpoint.id().value());
    }

    private static List<EventTypePattern> patterns(ResultSet row) throws SQLException {
        return JsonColumns.list(row.getString("event_types")).stream()
                .map(EventTypePattern::new)
                .toList();
    }

    private static @Nullable String text(PolicyOverride override) {
        return override.equals(PolicyOverride.NONE)
                ? null
                : PolicyJson.write(override).toString();
    }

    /** What is no longer within its bounds is as configured, and said, rather than ending the deliveries of everybody. */
    private static PolicyOverride override(ResultSet row) throws SQLException {
        String text = row.getString("policy");
        PolicyOverride override = PolicyOverride.NONE;
        if (text != null) {
            List<Violation> violations = new ArrayList<>();
            override = PolicyJson.patch(
                    Json.tree(text.getBytes(StandardCharsets.UTF_8)), PolicyOverride.NONE, "", violations);
            for (Violation violation : violations) {
                LOG.warn(
                        "endpoint.policy-ignored endpointId={} member={} reason=\"{}\"",
                        row.getString("id"),
                        violation.pointer(),
                        violation.message());
            }
        }
        Number rate = (Number) row.getObject("throttle_rate");
        return rate == null || override.load().rate().isPresent()
                ? override
                : override.withLoad(override.load().withRate(Optional.of(rate.doubleValue())));
    }

    private Profile profile(ResultSet row) throws SQLException {
        return new Profile(
                Optional.ofNullable(row.getString("uid")),
                row.getString("description"),
                JsonColumns.map(row.getString("metadata")),
                Policy.of(override(row), defaults),
                new Status(
                        row.getBoolean("disabled"),
                        Optional.ofNullable(row.getString("disabled_reason")).map(DisableReason::of),
                        row.getBoolean("paused"),
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        Instant.ofEpochMilli(row.getLong("updated_at"))));
    }
}
