package dev.sealpost.connector.credential;

import dev.sealpost.connector.VendorClient;
import dev.sealpost.connector.signing.AwsSignature;
import dev.sealpost.connector.signing.Oauth1Signature;
import dev.sealpost.connector.signing.Oauth1Signature.Pair;
import dev.sealpost.connector.signing.Pkce;
import dev.sealpost.log.SecretValues;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** Creates credentials from their definitions. */
final class CreateCredential {

    private final VendorClient client;
    private final TokenStore store;
    private final Clock clock;

    CreateCredential(VendorClient client, TokenStore store, Clock clock) {
        this.client = client;
        this.store = store;
        this.clock = clock;
    }

    ConfiguredCredential create(CredentialDefinition definition) {
        return new ConfiguredCredential(definition, authorization(definition), TlsMembers.identity(definition.texts()));
    }

    private Authorization authorization(CredentialDefinition definition) {
        return switch (definition.kind()) {
            case API_KEY -> SecretAuthorization.bearer(definition.text("key"));
            case BASIC -> basic(definition.text("username"), definition.text("password"));
            case BEARER -> SecretAuthorization.bearer(definition.text("token"));
            case SECRET_URL -> SecretAuthorization.inUrl(definition.text("secretUrl"));
            case OAUTH2_CLIENT_CREDENTIALS -> token(definition, clientCredentials(definition));
            case OAUTH2_REFRESH_TOKEN, OAUTH2_AUTHORIZATION_CODE ->
                token(definition, store.refresh(definition, endpoint(definition)));
            case JWT_BEARER ->
                token(definition, new RequestToken(endpoint(definition), new JwtGrant(definition, clock)::form, clock));
            case OAUTH1 -> oauth1(definition);
            case AWS_SIGV4 -> aws(definition);
            case CLIENT_CERTIFICATE -> SecretAuthorization.none();
        };
    }

    private static SecretAuthorization basic(String user, String password) {
        if (password.isEmpty()) {
            SecretValues.add(user); // some vendors take an API key as the user
        }
        return SecretAuthorization.basic(BasicValue.of(user, password), password);
    }

    private SigningAuthorization oauth1(CredentialDefinition definition) {
        Oauth1Signature signature = new Oauth1Signature(
                new Pair(definition.text("consumerKey"), definition.text("consumerSecret")),
                definition
                        .optional("token")
                        .map(token -> new Pair(
                                token, definition.optional("tokenSecret").orElse(""))),
                definition
                        .optional("signatureMethod")
                        .filter("HMAC-SHA1"::equals)
                        .isEmpty(),
                definition.optional("realm"));
        return new SigningAuthorization(
                definition, request -> signature.sign(request, clock.instant(), Pkce.randomText()));
    }

    private SigningAuthorization aws(CredentialDefinition definition) {
        AwsSignature signature = new AwsSignature(
                definition.text("service"),
                definition.text("region"),
                new AwsSignature.Key(definition.text("accessKeyId"), definition.text("secretAccessKey")),
                definition.optional("sessionToken"));
        return new SigningAuthorization(definition, request -> signature.sign(request, clock.instant()));
    }

    private TokenAuthorization token(CredentialDefinition definition, ObtainToken obtain) {
        return new TokenAuthorization(new SharedToken(definition.name(), obtain, clock));
    }

    private TokenEndpoint endpoint(CredentialDefinition definition) {
        return new TokenEndpoint(definition, client, clock);
    }

    private ObtainToken clientCredentials(CredentialDefinition definition) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        definition.optional("audience").ifPresent(audience -> form.put("audience", audience));
        return new RequestToken(endpoint(definition), () -> form, clock);
    }
}
