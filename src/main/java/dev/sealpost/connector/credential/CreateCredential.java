package dev.sealpost.connector.credential;

import dev.sealpost.connector.VendorClient;
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
        return new ConfiguredCredential(definition, authorization(definition));
    }

    private Authorization authorization(CredentialDefinition definition) {
        return switch (definition.kind()) {
            case API_KEY -> SecretAuthorization.bearer(definition.text("key"));
            case BASIC -> basic(definition.text("username"), definition.text("password"));
            case BEARER -> SecretAuthorization.bearer(definition.text("token"));
            case SECRET_URL -> SecretAuthorization.inUrl(definition.text("secretUrl"));
            case OAUTH2_CLIENT_CREDENTIALS -> token(definition, clientCredentials(definition));
            default -> token(definition, TokenStore.none().refresh(definition, endpoint(definition)));
        };
    }

    private static SecretAuthorization basic(String user, String password) {
        if (password.isEmpty()) {
            SecretValues.add(user); // some vendors take an API key as the user
        }
        return SecretAuthorization.basic(BasicValue.of(user, password), password);
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
