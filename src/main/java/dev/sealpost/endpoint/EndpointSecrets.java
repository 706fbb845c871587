package dev.sealpost.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.database.StoredValues;
import dev.sealpost.event.message.Json;
import dev.sealpost.request.CustomHeaders;
import dev.sealpost.signature.ClassicSignature;
import dev.sealpost.signature.SecretCipher;
import dev.sealpost.signature.SigningKey;
import dev.sealpost.signature.SigningKeys;
import dev.sealpost.signature.SigningKeys.FormerKey;
import dev.sealpost.signature.Template;
import dev.sealpost.signature.renewal.SealedTable;
import dev.sealpost.signature.renewal.SealedTable.SealedColumn;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encrypted columns of an endpoint: the current key, the former keys with the classic signature, and the custom headers. */
final class EndpointSecrets {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointSecrets.class);

    /** Encrypted columns. */
    static final SealedTable TABLE = new SealedTable(
            "endpoint",
            "id",
            List.of(
                    new SealedColumn("secret", id -> id),
                    new SealedColumn("signing", id -> owner(id, "signing")),
                    new SealedColumn("headers", id -> owner(id, "headers"))));

    private static final String SIGNING = "signing";
    private static final String HEADERS = "headers";
    private static final String FORMER = "former";
    private static final String CLASSIC = "classic";
    private static final String UNTIL = "validUntil";

    private final SecretCipher cipher;

    EndpointSecrets(SecretCipher cipher) {
        this.cipher = cipher;
    }

    /** Former keys and the classic signature, as stored together. */
    private record FurtherSigning(List<FormerKey> former, Optional<ClassicSignature> classic) {

        private static final FurtherSigning NONE = new FurtherSigning(List.of(), Optional.empty());
    }

    Endpoint.Signing signing(ResultSet row, StoredValues values, EndpointId id) throws SQLException {
        byte @Nullable [] sealed = row.getBytes(SIGNING);
        FurtherSigning further = sealed == null
                ? FurtherSigning.NONE
                : values.read(SIGNING, () -> further(open(sealed, id, SIGNING)), FurtherSigning.NONE);
        return new Endpoint.Signing(new SigningKeys(current(row, id), further.former()), further.classic());
    }

    /** Reads the current key; empty when it was encrypted with another key. */
    private Optional<SigningKey> current(ResultSet row, EndpointId id) throws SQLException {
        byte[] sealed = row.getBytes("secret");
        try {
            return Optional.of(SigningKey.ofStored(cipher.openBytes(sealed, id.value())));
        } catch (RuntimeException e) {
            LOG.debug("endpoint.secret-unreadable endpointId={} reason={}", id, e.getMessage());
            return Optional.empty();
        }
    }

    CustomHeaders headers(ResultSet row, StoredValues values, EndpointId id) throws SQLException {
        byte @Nullable [] sealed = row.getBytes(HEADERS);
        return sealed == null
                ? CustomHeaders.NONE
                : values.read(HEADERS, () -> new CustomHeaders(texts(open(sealed, id, HEADERS))), CustomHeaders.NONE);
    }

    /** Returns the encrypted current key; null when it is unreadable, which keeps the stored value. */
    byte @Nullable [] secret(Endpoint endpoint) {
        return endpoint.receiver()
                .signing()
                .keys()
                .current()
                .map(key -> cipher.seal(key.stored(), endpoint.id().value()))
                .orElse(null);
    }

    byte @Nullable [] signing(Endpoint endpoint) {
        Endpoint.Signing signing = endpoint.receiver().signing();
        if (signing.keys().former().isEmpty() && signing.classic().isEmpty()) {
            return null;
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode former = json.putArray(FORMER);
        signing.keys()
                .former()
                .forEach(old -> former.addObject()
                        .put("key", old.key().text())
                        .put(UNTIL, old.validUntil().toEpochMilli()));
        signing.classic()
                .ifPresent(classic -> json.putObject(CLASSIC)
                        .put("header", classic.header())
                        .put("signed", classic.signed().text())
                        .put("value", classic.value().text())
                        .put("secret", classic.secret()));
        return seal(json, endpoint.id(), SIGNING);
    }

    byte @Nullable [] headers(Endpoint endpoint) {
        Map<String, String> values = endpoint.receiver().headers().values();
        if (values.isEmpty()) {
            return null;
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        values.forEach(json::put);
        return seal(json, endpoint.id(), HEADERS);
    }

    private static FurtherSigning further(JsonNode json) {
        List<FormerKey> former = StreamSupport.stream(json.path(FORMER).spliterator(), false)
                .map(old -> new FormerKey(
                        SigningKey.parse(old.path("key").asText()),
                        Instant.ofEpochMilli(old.path(UNTIL).asLong())))
                .toList();
        JsonNode classic = json.path(CLASSIC);
        return new FurtherSigning(
                former,
                classic.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(new ClassicSignature(
                                classic.path("header").asText(),
                                Template.parse(classic.path("signed").asText()),
                                Template.parse(classic.path("value").asText()),
                                classic.path("secret").asText())));
    }

    private static Map<String, String> texts(JsonNode json) {
        Map<String, String> texts = new LinkedHashMap<>();
        json.properties()
                .forEach(member -> texts.put(member.getKey(), member.getValue().asText()));
        return texts;
    }

    private byte[] seal(JsonNode json, EndpointId id, String column) {
        return cipher.seal(json.toString().getBytes(StandardCharsets.UTF_8), owner(id.value(), column));
    }

    private JsonNode open(byte[] sealed, EndpointId id, String column) {
        return Json.tree(cipher.openBytes(sealed, owner(id.value(), column)));
    }

    /** Binds the bytes to their column too, so that none can be copied into another. */
    private static String owner(String id, String column) {
        return id + "/" + column;
    }
}
