package dev.sealpost.connector.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sealpost.log.SecretValues;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** JSON key file of a Google service account, from which members of a {@code jwt-bearer} credential are taken. */
final class ServiceAccount {

    static final String REMEDY = "download the key of the service account as JSON and refer to it with ${file:/path}";

    private static final String MEMBER = "serviceAccount";
    private static final String SCOPE = "scope";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ServiceAccount() {}

    /**
     * Sets the members that are missing. Google expects the scope in the assertion (developers.google.com, "Using OAuth 2.0 for
     * Server to Server Applications").
     *
     * @return the reason why the file cannot be used
     */
    static Optional<String> complete(Map<String, String> texts, Map<String, Map<String, String>> maps) {
        String file = texts.get(MEMBER);
        if (file == null) {
            return Optional.empty();
        }
        JsonNode account;
        try {
            account = JSON.readTree(file);
        } catch (JsonProcessingException e) {
            return Optional.of(MEMBER + " is not JSON");
        }
        if (!account.path("client_email").isTextual()
                || !account.path("private_key").isTextual()) {
            return Optional.of(MEMBER + " has no client_email or no private_key");
        }
        SecretValues.add(account.path("private_key").asText());
        set(texts, "issuer", account, "client_email");
        set(texts, "privateKey", account, "private_key");
        set(texts, "keyId", account, "private_key_id");
        set(texts, "tokenUrl", account, "token_uri");
        set(texts, "audience", account, "token_uri");
        String scope = texts.remove(SCOPE);
        if (scope != null) {
            Map<String, String> claims = new HashMap<>(maps.getOrDefault("claims", Map.of()));
            claims.putIfAbsent(SCOPE, JsonNodeFactory.instance.textNode(scope).toString());
            maps.put("claims", claims);
        }
        return Optional.empty();
    }

    private static void set(Map<String, String> texts, String member, JsonNode account, String name) {
        if (account.path(name).isTextual()) {
            texts.putIfAbsent(member, account.path(name).asText());
        }
    }
}
