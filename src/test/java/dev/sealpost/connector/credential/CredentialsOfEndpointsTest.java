package dev.sealpost.connector.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.request.EndpointAuthentication;
import dev.sealpost.request.EndpointAuthentication.InRequestHeader;
import dev.sealpost.request.EndpointAuthentication.InRequestQuery;
import dev.sealpost.request.EndpointAuthentication.SecretPlace;
import dev.sealpost.request.EndpointCredentialException;
import dev.sealpost.request.EndpointCredentials.AuthorizedRequest;
import dev.sealpost.request.EndpointCredentials.PlainRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsOfEndpointsTest {

    private static final ApplicationId ACME = new ApplicationId("app_acme");
    private static final PlainRequest REQUEST =
            new PlainRequest("POST", "https://acme.example/in", Map.of("webhook-id", "msg_1"), new byte[] {'{', '}'});

    @TempDir
    private Path folder = Path.of("set by JUnit");

    private CredentialsOfEndpoints credentials(String yaml) {
        return new CredentialsOfEndpoints(
                new CredentialHome(folder)
                        .credentials(yaml)
                        .read()
                        .credentials(
                                request -> {
                                    throw new AssertionError("no call is needed");
                                },
                                Clock.systemUTC()),
                new ApplicationDirectory());
    }

    private static AuthorizedRequest authorize(CredentialsOfEndpoints credentials, Optional<SecretPlace> place) {
        return credentials.authorize(new EndpointAuthentication("one", place), ACME, REQUEST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "applications: [app_acme]          | true",
                "applications: app_acme            | true",
                "applications: [other, '*']        | true",
                "applications: [app_globex]        | false",
                "values: {a: b}                    | false"
            })
    void areGrantedByTheOperatorOnly(String member, boolean isGranted) {
        CredentialsOfEndpoints credentials = credentials("one:\n  kind: bearer\n  token: abcdefgh\n  " + member);

        assertThat(credentials.isGranted("one", ACME)).isEqualTo(isGranted);
        assertThat(credentials.isGranted("two", ACME)).isFalse();
        if (!isGranted) {
            assertThatThrownBy(() -> authorize(credentials, Optional.empty()))
                    .isInstanceOf(EndpointCredentialException.class)
                    .hasMessage("the credential one is not granted to this application");
        }
    }

    @Test
    void setTheirHeaderOnly() {
        CredentialsOfEndpoints basic =
                credentials("one: {kind: basic, username: Aladdin, password: open sesame, applications: '*'}");

        AuthorizedRequest authorized = authorize(basic, Optional.empty());

        assertThat(authorized.headers()).isEqualTo(Map.of("Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
        assertThat(authorized.url()).isEqualTo(REQUEST.url());
        assertThat(authorized.tls()).isEmpty();
        assertThat(authorized.rejected().getAsBoolean()).isFalse();
    }

    @Test
    void putAKeyWhereTheEndpointWantsIt() {
        CredentialsOfEndpoints key = credentials("one: {kind: api-key, key: k-12345678, applications: '*'}");

        assertThat(authorize(key, Optional.of(new InRequestHeader("X-Api-Key", "Key ")))
                        .headers())
                .isEqualTo(Map.of("X-Api-Key", "Key k-12345678"));
        assertThat(authorize(key, Optional.of(new InRequestQuery("key"))).url())
                .isEqualTo("https://acme.example/in?key=k-12345678");
    }

    @Test
    void giveTheConnectionAnIdentity() {
        CredentialsOfEndpoints certificate = credentials("one:\n  kind: client-certificate\n  applications: '*'\n"
                + "  certificate: \"" + TestKeys.certificate() + "\"\n  privateKey: \"" + TestKeys.pem() + "\"");

        AuthorizedRequest authorized = authorize(certificate, Optional.empty());

        assertThat(authorized.tls()).isPresent();
        assertThat(authorized.headers()).isEmpty();
    }

    @Test
    void areRefusedWithAPrivateKeyOfAnotherCertificate() {
        CredentialHome home = new CredentialHome(folder);
        home.credentials("one:\n  kind: client-certificate\n  certificate: \"" + TestKeys.certificate()
                + "\"\n  privateKey: \"" + TestKeys.pem().replaceAll("(?<=-----).{200}", "AAAA") + "\"");

        assertThat(home.read().problems()).singleElement().asString().contains("credential one: member privateKey: ");
    }
}
