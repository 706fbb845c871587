package dev.sealpost.connector.credential;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.delivery.FailureText;

/** Explains the error of a token endpoint (RFC 6749, section 5.2) with the remedy for the kind of the credential. */
final class ExplainTokenFailure {

    private ExplainTokenFailure() {}

    static String explain(CredentialDefinition credential, int status, JsonNode answer) {
        String error = answer.path("error").asText("");
        String said = answer.path("error_description").asText("");
        return meaning(credential, status, error) + " (the token endpoint answered " + status
                + (error.isEmpty() ? "" : " " + FailureText.clean(error))
                + (said.isEmpty() ? "" : ": " + FailureText.clean(said)) + ")";
    }

    private static String meaning(CredentialDefinition credential, int status, String error) {
        String name = credential.name();
        return switch (error) {
            case "invalid_grant" -> invalidGrant(credential);
            case "invalid_client" ->
                "the vendor does not accept the client of " + name
                        + ": check clientId, clientSecret and authentication (header or body)";
            case "unauthorized_client" ->
                "the client of " + name + " may not use this grant: allow it in the vendor's settings of the app";
            case "invalid_scope" -> "the vendor does not grant the scope of " + name + ": correct scope";
            case "unsupported_grant_type" ->
                "the token endpoint of " + name + " does not know the grant of the kind "
                        + credential.kind().word() + ": check kind and tokenUrl";
            default ->
                status >= 200 && status <= 299
                        ? "the token endpoint of " + name + " sent no access_token: check tokenUrl"
                        : "no token for " + name + ": check the members of the credential";
        };
    }

    private static String invalidGrant(CredentialDefinition credential) {
        String name = credential.name();
        return switch (credential.kind()) {
            case OAUTH2_AUTHORIZATION_CODE ->
                "the refresh token of " + name
                        + " was revoked or has expired: connect the account again with sealpost connector connect "
                        + name;
            case OAUTH2_REFRESH_TOKEN ->
                "the refresh token of " + name + " was revoked or has expired: write a new one into its member"
                        + " refreshToken in " + CredentialFile.NAME;
            case JWT_BEARER ->
                "the vendor does not accept the assertion of " + name
                        + ": check issuer, subject, audience and privateKey, the consent for the app, and the clock of this machine";
            case OAUTH2_CLIENT_CREDENTIALS, API_KEY, BASIC, BEARER, SECRET_URL, OAUTH1, AWS_SIGV4, CLIENT_CERTIFICATE ->
                "the vendor does not accept the client of " + name + ": check clientId and clientSecret";
        };
    }
}
