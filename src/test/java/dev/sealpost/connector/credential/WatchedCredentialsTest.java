package dev.sealpost.connector.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedCredentialsTest {

    @TempDir
    private Path folder = Path.of("set by JUnit");

    private CredentialHome home;
    private long nanos;

    @BeforeEach
    void open() {
        home = new CredentialHome(folder);
    }

    private WatchedCredentials watched() {
        CreateCredential create = new CreateCredential(
                request -> {
                    throw new AssertionError("no call is needed");
                },
                TokenStore.none(),
                Clock.systemUTC());
        return new WatchedCredentials(CredentialFile.in(folder), home::read, create, () -> nanos);
    }

    private void aSecondLater() {
        nanos += Duration.ofSeconds(1).toNanos();
    }

    private static String secret(Credentials credentials, String name) {
        return credentials.find(name).orElseThrow().secret();
    }

    @Test
    void readsAChangedFileWithinASecond() {
        home.credentials("ops: {kind: bearer, token: old-token}");
        WatchedCredentials credentials = watched();
        Credential before = credentials.find("ops").orElseThrow();

        home.credentials("ops: {kind: bearer, token: new-token}\nsales: {kind: bearer, token: sales-token}");
        assertThat(credentials.find("ops")).containsSame(before);
        aSecondLater();

        assertThat(secret(credentials, "ops")).isEqualTo("new-token");
        assertThat(credentials.names()).containsExactly("ops", "sales");
    }

    @Test
    void keepsWhatDidNotChangeWithItsTokens() {
        home.credentials("ops: {kind: bearer, token: one-token}");
        WatchedCredentials credentials = watched();
        Credential before = credentials.find("ops").orElseThrow();

        home.credentials("new: {kind: bearer, token: new-token}\nops: {kind: bearer, token: one-token}");
        aSecondLater();

        assertThat(credentials.find("ops")).containsSame(before);
        assertThat(credentials.find("new")).isPresent();
    }

    @Test
    void readsAChangedSecretFile() {
        home.write("secret", "old-token");
        home.credentials("ops: {kind: bearer, token: '${file:secret}'}");
        WatchedCredentials credentials = watched();
        assertThat(secret(credentials, "ops")).isEqualTo("old-token");

        home.write("secret", "new-token");
        aSecondLater();

        assertThat(secret(credentials, "ops")).isEqualTo("new-token");
    }

    @Test
    void findsAFileThatIsWrittenLaterAndForgetsARemovedOne() throws Exception {
        WatchedCredentials credentials = watched();
        assertThat(credentials.find("ops")).isEmpty();

        home.credentials("ops: {kind: bearer, token: a-token}");
        aSecondLater();
        assertThat(credentials.find("ops")).isPresent();

        Files.delete(CredentialFile.in(folder));
        aSecondLater();
        assertThat(credentials.find("ops")).isEmpty();
    }

    @Test
    void refusesOneCredentialAndNotTheOthers() {
        home.credentials("ops: {kind: bearer, token: a-token}\nbad: {kind: bearer}");
        WatchedCredentials credentials = watched();

        assertThatThrownBy(() -> credentials.find("bad"))
                .isInstanceOf(CredentialException.class)
                .hasMessage(
                        "the credential bad cannot be used: config/credentials.yaml:2:1: credential bad: member token"
                                + " is missing; bearer needs it: docs/credentials.md");
        assertThat(secret(credentials, "ops")).isEqualTo("a-token");
        assertThat(credentials.names()).containsExactly("bad", "ops");
    }

    @Test
    void keepsItsCredentialsWhileTheFileIsMalformed() {
        home.credentials("ops: {kind: bearer, token: a-token}");
        WatchedCredentials credentials = watched();

        home.credentials("ops: {kind: bearer");
        aSecondLater();
        assertThat(secret(credentials, "ops")).isEqualTo("a-token");
        assertThat(credentials.file().fault()).isPresent();

        home.credentials("ops: {kind: bearer, token: b-token}");
        aSecondLater();
        assertThat(secret(credentials, "ops")).isEqualTo("b-token");
    }

    @Test
    void saysThatTheFileIsMalformedAtTheStart() {
        home.credentials("ops: {kind: bearer");

        assertThatThrownBy(() -> watched().find("ops"))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("malformed YAML");
    }
}
