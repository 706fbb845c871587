package dev.sealpost.connector.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.connector.VendorAnswer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

class CredentialsHealthTest {

    @TempDir
    private Path folder = Path.of("set by JUnit");

    @Test
    void namesWhatCannotBeUsedAndStaysUp() {
        CredentialHome home = new CredentialHome(folder)
                .credentials("ops: {kind: bearer, token: abcdefgh}\nbad: {kind: bearer}\n"
                        + "crm: {kind: oauth2-client-credentials, tokenUrl: 'https://a.example', clientId: a,"
                        + " clientSecret: client-secret-1}\n");
        WatchedCredentials credentials = new WatchedCredentials(
                CredentialFile.in(folder),
                home::read,
                new CreateCredential(
                        request -> new VendorAnswer(
                                401, Map.of(), "{\"error\":\"invalid_client\"}".getBytes(StandardCharsets.UTF_8)),
                        TokenStore.none(),
                        Clock.systemUTC()),
                System::nanoTime);
        assertThatThrownBy(credentials.find("crm").orElseThrow()::secret).isInstanceOf(CredentialException.class);

        Health health = new CredentialsHealthIndicator(credentials).health();

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails()).containsOnlyKeys("bad", "crm");
        assertThat(String.valueOf(health.getDetails().get("bad"))).contains("member token is missing");
        assertThat(String.valueOf(health.getDetails().get("crm"))).contains("check clientId, clientSecret");
    }
}
