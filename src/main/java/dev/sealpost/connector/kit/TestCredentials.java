package dev.sealpost.connector.kit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.connector.VendorClient;
import dev.sealpost.connector.credential.Credential;
import dev.sealpost.connector.credential.CredentialKind;
import java.time.Clock;

/** Credentials as conversations declare them. */
final class TestCredentials {

    private TestCredentials() {}

    /** @param server URL that replaces {@code {server}} */
    static Credential of(JsonNode members, String server, VendorClient client, Clock clock) {
        CredentialKind kind = CredentialKind.of(members.path("kind").asText())
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no kind of credential " + members.path("kind")));
        return new ConversationCredential(kind, members, server);
    }
}
