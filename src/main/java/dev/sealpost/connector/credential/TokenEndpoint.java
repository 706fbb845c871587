package dev.sealpost.connector.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.attempt.RetryAfter;
import dev.sealpost.connector.VendorAnswer;
import dev.sealpost.connector.VendorClient;
import dev.sealpost.connector.VendorRequest;
import dev.sealpost.delivery.FailureText;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Token endpoint of an authorization server (RFC 6749, section 3.2), as a credential uses it. Thread-safe. */
final class TokenEndpoint {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final CredentialDefinition credential;
    private final VendorClient client;
    private final Clock clock;

    TokenEndpoint(CredentialDefinition credential, VendorClient client, Clock clock) {
        this.credential = credential;
        this.client = client;
        this.clock = clock;
    }

    /**
     * Asks for a token. The parameters of the credential replace these of the same name.
     *
     * @param form parameters of the grant
     * @throws CredentialException if no token came, with a message for operators
     */
    TokenAnswer request(Map<String, String> form) {
        Map<String, String> all = new LinkedHashMap<>(form);
        credential.optional("scope").ifPresent(scope -> all.put("scope", scope));
        all.putAll(credential.map("parameters"));
        return exchange(all);
    }

    /** Asks for a token with these parameters and those that identify the client. */
    TokenAnswer exchange(Map<String, String> form) {
        ClientAuthentication authentication = ClientAuthentication.of(credential);
        Map<String, String> all = authentication.form();
        all.putAll(form);
        VendorRequest request = new VendorRequest(
                "POST",
                credential.text("tokenUrl"),
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json"),
                Optional.of(encode(all).getBytes(StandardCharsets.US_ASCII)));
        return read(send(authentication
                .header()
                .map(value -> request.withHeader("Authorization", value))
                .orElse(request)));
    }

    private static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(each -> URLEncoder.encode(each.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private VendorAnswer send(VendorRequest request) {
        try {
            return client.send(request);
        } catch (IOException e) {
            throw new CredentialException(
                    "the token endpoint of " + credential.name() + " does not answer: " + FailureText.of(e));
        } catch (IllegalArgumentException e) {
            throw new CredentialException(
                    "tokenUrl of " + credential.name() + " must not be called: " + e.getMessage());
        }
    }

    private TokenAnswer read(VendorAnswer answer) {
        if (answer.status() == TOO_MANY_REQUESTS || answer.status() >= SERVER_ERROR) {
            throw new CredentialException(
                    "the token endpoint of " + credential.name() + " is busy or faulty: it answered " + answer.status(),
                    answer.header("Retry-After").flatMap(value -> RetryAfter.parse(value, clock.instant())));
        }
        JsonNode json = json(answer);
        if (!answer.isSuccess() || !json.path("access_token").isTextual()) {
            throw new CredentialException(ExplainTokenFailure.explain(credential, answer.status(), json));
        }
        return TokenAnswer.of(json, credential.optional(KindMembers.URL_FROM_TOKEN));
    }

    private JsonNode json(VendorAnswer answer) {
        try {
            JsonNode json = JSON.readTree(answer.body());
            return json == null ? JSON.missingNode() : json;
        } catch (IOException e) {
            if (answer.isSuccess()) {
                throw new CredentialException("the token endpoint of " + credential.name()
                        + " answered something else than JSON: check tokenUrl in " + CredentialFile.NAME);
            }
            return JSON.missingNode();
        }
    }
}
