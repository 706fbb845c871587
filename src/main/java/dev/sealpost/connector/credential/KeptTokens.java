package dev.sealpost.connector.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.identifier.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Tokens of an account that are kept in the database.
 *
 * @param origin digest of the members of the credential to which the tokens belong; the tokens are void when these change
 * @param life of the access token when it was fetched; empty if the vendor did not say
 */
record KeptTokens(
        String origin,
        String refreshToken,
        Optional<String> accessToken,
        Optional<Duration> life,
        Optional<String> url) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Returns the digest of the members of this credential. */
    static String origin(CredentialDefinition credential) {
        return Sha256.hex(String.join(
                "\n",
                credential.text("tokenUrl"),
                credential.text("clientId"),
                credential.optional("refreshToken").orElse("")));
    }

    static KeptTokens of(CredentialDefinition credential, String refreshToken, TokenAnswer answer) {
        return new KeptTokens(
                origin(credential), refreshToken, Optional.of(answer.accessToken()), answer.life(), answer.url());
    }

    byte[] bytes() {
        ObjectNode json = JSON.createObjectNode();
        json.put("origin", origin);
        json.put("refreshToken", refreshToken);
        accessToken.ifPresent(token -> json.put("accessToken", token));
        life.ifPresent(time -> json.put("life", time.toSeconds()));
        url.ifPresent(value -> json.put("url", value));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalStateException if another version wrote them in another form */
    static KeptTokens read(byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            return new KeptTokens(
                    json.path("origin").asText(),
                    json.path("refreshToken").asText(),
                    text(json, "accessToken"),
                    Optional.of(json.path("life").asLong())
                            .filter(seconds -> seconds > 0)
                            .map(Duration::ofSeconds),
                    text(json, "url"));
        } catch (IOException e) {
            throw new IllegalStateException("the kept tokens have an unknown form");
        }
    }

    private static Optional<String> text(JsonNode json, String member) {
        return Optional.of(json.path(member).asText("")).filter(value -> !value.isEmpty());
    }

    /** Hides the tokens. */
    @Override
    public String toString() {
        return "KeptTokens[life=" + life + "]";
    }
}
