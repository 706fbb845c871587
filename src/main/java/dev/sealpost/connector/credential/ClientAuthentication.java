package dev.sealpost.connector.credential;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Way in which a client identifies itself at the token endpoint (RFC 6749, section 2.3.1): with its secret by Basic authentication
 * or in the body. A client without a secret names itself in the body.
 */
record ClientAuthentication(Optional<String> header, Map<String, String> form) {

    private static final String ID = "client_id";

    static ClientAuthentication of(CredentialDefinition credential) {
        Optional<String> id = credential.optional("clientId");
        Optional<String> secret = credential.optional("clientSecret");
        Map<String, String> form = new LinkedHashMap<>();
        boolean isInBody =
                credential.optional("authentication").filter("body"::equals).isPresent();
        if (id.isPresent() && secret.isPresent() && !isInBody) {
            return new ClientAuthentication(
                    Optional.of("Basic "
                            + BasicValue.of(encode(id.get()), encode(secret.get()))
                                    .encoded()),
                    form);
        }
        id.ifPresent(value -> form.put(ID, value));
        secret.ifPresent(value -> form.put("client_secret", value));
        return new ClientAuthentication(Optional.empty(), form);
    }

    /** Encodes as the section requires, so that the id can contain a colon. */
    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
