package dev.sealpost.connector.credential;

import java.util.Arrays;
import java.util.Optional;

/** Kind of a credential: the value of {@code kind} in {@code config/credentials.yaml} and in connectors. */
public enum CredentialKind {
    API_KEY("api-key"),
    BASIC("basic"),
    BEARER("bearer"),
    /** URL that contains its secret, such as that of an incoming webhook. */
    SECRET_URL("secret-url"),
    OAUTH2_CLIENT_CREDENTIALS("oauth2-client-credentials"),
    OAUTH2_REFRESH_TOKEN("oauth2-refresh-token"),
    OAUTH2_AUTHORIZATION_CODE("oauth2-authorization-code"),
    /** Signed assertion in exchange for a token (RFC 7523), as of Salesforce and of Google's service accounts. */
    JWT_BEARER("jwt-bearer"),
    /** OAuth 1.0a (RFC 5849), as of NetSuite's token-based authentication. */
    OAUTH1("oauth1"),
    AWS_SIGV4("aws-sigv4"),
    /** Client certificate (mutual TLS, RFC 8446, section 4.4.2). */
    CLIENT_CERTIFICATE("client-certificate");

    private final String word;

    CredentialKind(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Optional<CredentialKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
}
