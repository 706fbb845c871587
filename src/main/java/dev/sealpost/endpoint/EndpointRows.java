package dev.sealpost.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.JsonColumns;
import dev.sealpost.database.StoredValues;
import dev.sealpost.egress.OutboundUrl;
import dev.sealpost.endpoint.Endpoint.Filter;
import dev.sealpost.endpoint.Endpoint.Lifecycle;
import dev.sealpost.endpoint.Endpoint.Policy;
import dev.sealpost.endpoint.Endpoint.Profile;
import dev.sealpost.endpoint.Endpoint.Receiver;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.event.Violation;
import dev.sealpost.event.message.Json;
import dev.sealpost.request.CustomHeaders;
import dev.sealpost.request.RequestOptions;
import dev.sealpost.request.RequestOptionsJson;
import dev.sealpost.signature.SecretCipher;
import dev.sealpost.transform.Transformation;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
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

    /** Placeholder for an unreadable URL; nothing is sent to it. */
    private static final OutboundUrl NOWHERE = OutboundUrl.parse("https://endpoint.invalid/");

    private final EndpointSecrets secrets;
    private final DeliveryPolicy defaults;

    EndpointRows(SecretCipher cipher, DeliveryPolicy defaults) {
        this.secrets = new EndpointSecrets(cipher);
        this.defaults = defaults;
    }

    /** Reads a row. An invalid column makes only this endpoint faulty. */
    Endpoint read(ResultSet row) throws SQLException {
        StoredValues values = new StoredValues(row);
        EndpointId id = new EndpointId(row.getString("id"));
        Endpoint.Signing signing = secrets.signing(row, values, id);
        CustomHeaders headers = secrets.headers(row, values, id);
        OutboundUrl url = url(row, values);
        RequestOptions request = request(row, values);
        Transformation transformation = StoredTransformation.read(row, values);
        Filter filter = filter(values);
        Profile profile = profile(row, values);
        return new Endpoint(
                id,
                new ApplicationId(row.getString("application_id")),
                new Receiver(url, signing, headers, request, transformation, values.fault()),
                filter,
                profile);
    }

    private static OutboundUrl url(ResultSet row, StoredValues values) throws SQLException {
        String text = String.valueOf(row.getString("url"));
        return values.read("url", () -> OutboundUrl.parse(text), NOWHERE);
    }

    /**
     * Reads the filter. An unreadable one matches everything, because surplus deliveries can be deleted later but missing
     * ones not created.
     */
    private static Filter filter(StoredValues values) throws SQLException {
        return new Filter(
                values.list("event_types", EventTypePattern::new),
                values.list("channels", Function.identity()),
                values.list("tags", Function.identity()));
    }

    void insert(JdbcClient sql, Endpoint endpoint, long version) {
        set(sql.sql("""
                        INSERT INTO endpoint (uid, url, description, event_types, channels, tags, secret, signing, headers, metadata,
                            throttle_rate, policy, request, transformation, disabled, disabled_reason, paused, created_at, updated_at, version,
                            application_id, id)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """), endpoint, version).update();
    }

    void update(JdbcClient sql, Endpoint endpoint, long version) {
        set(sql.sql("""
                        UPDATE endpoint SET uid = ?, url = ?, description = ?, event_types = ?, channels = ?, tags = ?,
                            secret = COALESCE(?, secret), signing = ?, headers = ?, metadata = ?, throttle_rate = ?, policy = ?, request = ?, transformation = ?, disabled = ?,
                            disabled_reason = ?, paused = ?, created_at = ?, updated_at = ?, version = ?
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
                .param(JsonColumns.text(endpoint.filter().tags()))
                .param(secrets.secret(endpoint))
                .param(secrets.signing(endpoint))
                .param(secrets.headers(endpoint))
                .param(JsonColumns.text(profile.metadata()))
                .param(profile.policy().override().load().wholeRate().orElse(null))
                .param(text(profile.policy().override()))
                .param(text(endpoint.receiver().request()))
                .param(StoredTransformation.text(endpoint.receiver().transformation()))
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

    private static @Nullable String text(PolicyOverride override) {
        return override.equals(PolicyOverride.NONE)
                ? null
                : PolicyJson.write(override).toString();
    }

    private static @Nullable String text(RequestOptions options) {
        return options.equals(RequestOptions.NONE)
                ? null
                : RequestOptionsJson.write(options).toString();
    }

    /** Reads the options; with unreadable ones the endpoint is faulty, because nothing may be sent without encryption. */
    private static RequestOptions request(ResultSet row, StoredValues values) throws SQLException {
        String text = row.getString("request");
        return text == null
                ? RequestOptions.NONE
                : values.read("request", () -> RequestOptionsJson.parse(text), RequestOptions.NONE);
    }

    private static PolicyOverride override(ResultSet row, StoredValues values) throws SQLException {
        String text = row.getString("policy");
        String id = row.getString("id");
        PolicyOverride override = text == null
                ? PolicyOverride.NONE
                : values.read("policy", () -> override(text, id), PolicyOverride.NONE);
        OptionalLong rate = values.number("throttle_rate");
        return rate.isEmpty() || override.load().rate().isPresent()
                ? override
                : values.read(
                        "throttle_rate",
                        () -> override.withLoad(
                                override.load().withRate(Optional.of(PolicyBounds.rate((double) rate.getAsLong())))),
                        override);
    }

    /** Parses an override; values out of bounds are logged and ignored. */
    private static PolicyOverride override(String text, String id) {
        JsonNode json = Json.tree(text.getBytes(StandardCharsets.UTF_8));
        if (!json.isObject()) {
            throw new IllegalStateException("not a JSON object");
        }
        List<Violation> violations = new ArrayList<>();
        PolicyOverride override = PolicyJson.patch(json, PolicyOverride.NONE, "", violations);
        for (Violation violation : violations) {
            LOG.warn(
                    "endpoint.policy-ignored endpointId={} member={} reason=\"{}\"",
                    id,
                    violation.pointer(),
                    violation.message());
        }
        return override;
    }

    private Profile profile(ResultSet row, StoredValues values) throws SQLException {
        String metadata = row.getString("metadata");
        PolicyOverride override = override(row, values);
        return new Profile(
                values.optional("uid"),
                values.text("description"),
                values.read("metadata", () -> Map.copyOf(JsonColumns.map(metadata)), Map.of()),
                values.read("policy", () -> Policy.of(override, defaults), Policy.of(PolicyOverride.NONE, defaults)),
                status(row, values));
    }

    private static Lifecycle status(ResultSet row, StoredValues values) throws SQLException {
        String reason = row.getString("disabled_reason");
        return new Lifecycle(
                values.flag("disabled", false),
                reason == null
                        ? Optional.empty()
                        : values.read("disabled_reason", () -> Optional.of(DisableReason.of(reason)), Optional.empty()),
                values.flag("paused", false),
                values.time("created_at"),
                values.time("updated_at"));
    }
}
