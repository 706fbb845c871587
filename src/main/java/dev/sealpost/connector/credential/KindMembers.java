package dev.sealpost.connector.credential;

import static dev.sealpost.connector.credential.MemberRule.choice;
import static dev.sealpost.connector.credential.MemberRule.optional;
import static dev.sealpost.connector.credential.MemberRule.required;

import dev.sealpost.connector.credential.MemberRule.Type;
import java.util.List;
import java.util.stream.Stream;

/** Members that a credential of each kind can have in the file. */
final class KindMembers {

    static final String KIND = "kind";
    static final String URL = "url";
    static final String VALUES = "values";
    static final String CONCURRENCY = "concurrency";
    static final String APPLICATIONS = "applications";
    static final String AUTHORITIES = "certificateAuthorities";
    static final String CERTIFICATE = "certificate";
    static final String PRIVATE_KEY = "privateKey";
    static final String URL_FROM_TOKEN = "urlFromToken";

    /** Members of every kind, beside {@link #KIND}. */
    static final List<MemberRule> COMMON = List.of(
            optional(URL, Type.URL),
            optional(VALUES, Type.MAP),
            optional(CONCURRENCY, Type.NUMBER),
            optional(APPLICATIONS, Type.LIST),
            optional(AUTHORITIES, Type.LINES));

    private static final MemberRule TOKEN_URL = required("tokenUrl", Type.URL);
    private static final MemberRule CLIENT_ID = required("clientId", Type.TEXT);
    private static final MemberRule SCOPE = optional("scope", Type.TEXT);
    private static final MemberRule AUTHENTICATION = choice("authentication", "header", "body");
    private static final MemberRule PARAMETERS = optional("parameters", Type.MAP);
    private static final MemberRule BASE_URL = optional(URL_FROM_TOKEN, Type.TEXT);

    private KindMembers() {}

    /** Returns the members of the kind and the common ones. */
    static List<MemberRule> of(CredentialKind kind) {
        return Stream.concat(own(kind).stream(), COMMON.stream()).toList();
    }

    private static List<MemberRule> own(CredentialKind kind) {
        return switch (kind) {
            case API_KEY -> List.of(required("key", Type.SECRET));
            case BASIC -> List.of(required("username", Type.TEXT), required("password", Type.SECRET));
            case BEARER -> List.of(required("token", Type.SECRET));
            case SECRET_URL -> List.of(required("secretUrl", Type.SECRET_URL));
            case OAUTH2_CLIENT_CREDENTIALS ->
                List.of(
                        TOKEN_URL,
                        CLIENT_ID,
                        required("clientSecret", Type.SECRET),
                        SCOPE,
                        optional("audience", Type.TEXT),
                        AUTHENTICATION,
                        PARAMETERS,
                        BASE_URL);
            case OAUTH2_REFRESH_TOKEN ->
                List.of(
                        TOKEN_URL,
                        CLIENT_ID,
                        optional("clientSecret", Type.SECRET),
                        required("refreshToken", Type.SECRET),
                        SCOPE,
                        AUTHENTICATION,
                        PARAMETERS,
                        BASE_URL);
            case OAUTH2_AUTHORIZATION_CODE ->
                List.of(
                        required("authorizationUrl", Type.URL),
                        TOKEN_URL,
                        CLIENT_ID,
                        optional("clientSecret", Type.SECRET),
                        SCOPE,
                        optional("redirectUrl", Type.URL),
                        optional("authorizationParameters", Type.MAP),
                        AUTHENTICATION,
                        PARAMETERS,
                        BASE_URL);
            case JWT_BEARER ->
                List.of(
                        TOKEN_URL,
                        required("issuer", Type.TEXT),
                        optional("subject", Type.TEXT),
                        required("audience", Type.TEXT),
                        required(PRIVATE_KEY, Type.SECRET_LINES),
                        optional("keyId", Type.TEXT),
                        choice("algorithm", "RS256", "ES256", "PS256"),
                        choice("use", "grant", "client-authentication"),
                        optional("claims", Type.CLAIMS),
                        optional("serviceAccount", Type.SECRET_LINES),
                        SCOPE,
                        PARAMETERS,
                        BASE_URL);
            case OAUTH1 ->
                List.of(
                        required("consumerKey", Type.TEXT),
                        required("consumerSecret", Type.SECRET),
                        optional("token", Type.TEXT),
                        optional("tokenSecret", Type.SECRET),
                        choice("signatureMethod", "HMAC-SHA256", "HMAC-SHA1"),
                        optional("realm", Type.TEXT));
            case AWS_SIGV4 ->
                List.of(
                        required("service", Type.TEXT),
                        required("region", Type.TEXT),
                        required("accessKeyId", Type.TEXT),
                        required("secretAccessKey", Type.SECRET),
                        optional("sessionToken", Type.SECRET));
            case CLIENT_CERTIFICATE ->
                List.of(required(CERTIFICATE, Type.LINES), required(PRIVATE_KEY, Type.SECRET_LINES));
        };
    }
}
