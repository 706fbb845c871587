package dev.sealpost.connector.kit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.connector.VendorClient;
import dev.sealpost.connector.credential.Credential;
import dev.sealpost.connector.credential.CredentialException;
import dev.sealpost.connector.credential.CredentialFile;
import dev.sealpost.connector.credential.CredentialKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** Credentials as conversations declare them, read as those of a home folder. */
final class TestCredentials {

    private static final String NAME = "conversation";
    private static final String SERVER = "{server}";

    private TestCredentials() {}

    /**
     * Returns the credential.
     *
     * @param server URL that replaces {@code {server}}
     * @throws CredentialException if the conversation declares none that can be used
     */
    static Credential of(JsonNode members, String server, VendorClient client, Clock clock) {
        CredentialKind kind = CredentialKind.of(members.path("kind").asText())
                .orElseThrow(() -> new CredentialException(
                        "there is no kind of credential " + members.path("kind").asText()));
        if (ConversationCredential.replaces(members)) {
            return new ConversationCredential(kind, members, server);
        }
        String file = "{" + NAME + ": " + members + "}";
        return read(file.replace(SERVER, server))
                .credentials(client, clock)
                .find(NAME)
                .orElseThrow();
    }

    private static CredentialFile read(String text) {
        try {
            Path home = Files.createTempDirectory("sealpost-conversation");
            Path folder = Files.createDirectories(home.resolve("config"));
            Path file = folder.resolve("credentials.yaml");
            try {
                Files.writeString(file, text);
                return CredentialFile.read(home);
            } finally {
                Files.delete(file);
                Files.delete(folder);
                Files.delete(home);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The credential of the conversation cannot be read", e);
        }
    }
}
