package dev.sealpost.connector.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.connector.signing.JwtAlgorithm;
import dev.sealpost.connector.signing.PemKey;
import dev.sealpost.connector.signing.SignedJwt;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Parameters of a token request with a signed assertion: as the grant, or to identify the client (RFC 7523, section 2). */
final class JwtGrant {

    /** Salesforce accepts three minutes at most, the others more. */
    private static final Duration LIFE = Duration.ofMinutes(3);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String CLIENT = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final CredentialDefinition credential;
    private final Clock clock;
    private final MaskedTokens masked = new MaskedTokens();

    JwtGrant(CredentialDefinition credential, Clock clock) {
        this.credential = credential;
        this.clock = clock;
    }

    /** Returns the reason why the private key cannot be used. */
    static Optional<String> problem(Map<String, String> texts) {
        try {
            PemKey.parse(texts.getOrDefault("privateKey", ""), algorithm(texts));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static JwtAlgorithm algorithm(Map<String, String> texts) {
        return JwtAlgorithm.valueOf(texts.getOrDefault("algorithm", JwtAlgorithm.RS256.name()));
    }

    Map<String, String> form() {
        String assertion = assertion();
        masked.add(assertion);
        Map<String, String> form = new LinkedHashMap<>();
        if (credential.optional("use").filter("client-authentication"::equals).isPresent()) {
            form.put("grant_type", "client_credentials");
            form.put("client_assertion_type", CLIENT);
            form.put("client_assertion", assertion);
        } else {
            form.put("grant_type", BEARER);
            form.put("assertion", assertion);
        }
        return form;
    }

    private String assertion() {
        Instant now = clock.instant();
        ObjectNode claims = JSON.createObjectNode();
        claims.put("iss", credential.text("issuer"));
        credential.optional("subject").ifPresent(subject -> claims.put("sub", subject));
        claims.put("aud", credential.text("audience"));
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFE).getEpochSecond());
        claims.put("jti", UUID.randomUUID().toString());
        credential.map("claims").forEach((name, value) -> set(claims, name, value));
        JwtAlgorithm algorithm = algorithm(credential.texts());
        return SignedJwt.of(claims, key(algorithm), algorithm, credential.optional("keyId"));
    }

    private static void set(ObjectNode claims, String name, String json) {
        try {
            claims.set(name, JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("claim " + name + " was not written as JSON", e);
        }
    }

    private PrivateKey key(JwtAlgorithm algorithm) {
        return PemKey.parse(credential.text("privateKey"), algorithm);
    }
}
