package dev.sealpost.connector.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.connector.VendorRequest;
import dev.sealpost.log.SecretValues;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretCredentialTest {

    private static final VendorRequest CALL =
            new VendorRequest("GET", "https://api.example/a?b=c", Map.of("Accept", "*/*"), Optional.empty());

    @TempDir
    private Path folder = Path.of("set by JUnit");

    private Credential credential(String members) {
        return new CredentialHome(folder)
                .credentials("one: {" + members + "}")
                .read()
                .credentials(
                        request -> {
                            throw new AssertionError("no call is needed");
                        },
                        Clock.systemUTC())
                .find("one")
                .orElseThrow();
    }

    private static String authorization(VendorRequest request) {
        return request.headers().getOrDefault("authorization", "");
    }

    @Test
    void sendsAKeyWhereTheConnectorPlacesIt() {
        Credential key = credential("kind: api-key, key: 'k&y=12345'");

        assertThat(key.secret()).isEqualTo("k&y=12345");
        assertThat(key.authorize(CALL, new Placement.InHeader("X-Api-Key", "")).headers())
                .containsEntry("x-api-key", "k&y=12345");
        assertThat(key.authorize(CALL, new Placement.InQuery("key")).url())
                .isEqualTo("https://api.example/a?b=c&key=k%26y%3D12345");
        assertThat(authorization(key.authorize(CALL, new Placement.Standard()))).isEqualTo("Bearer k&y=12345");
        assertThat(key.authorize(CALL, new Placement.InTemplate())).isEqualTo(CALL);
        assertThat(key.rejected(CALL)).isFalse();
    }

    /** The example of RFC 7617, section 2. */
    @Test
    void sendsBasicWithTheFirstRequest() {
        Credential basic = credential("kind: basic, username: Aladdin, password: open sesame");

        assertThat(authorization(basic.authorize(CALL, new Placement.Standard())))
                .isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assertThat(SecretValues.mask("QWxhZGRpbjpvcGVuIHNlc2FtZQ== open sesame"))
                .isEqualTo("… …");
    }

    @Test
    void showsTheUserToExpressions() {
        Credential basic = credential("kind: basic, username: AC1, password: open sesame, values: {region: ie1}");

        assertThat(basic.values()).isEqualTo(Map.of("username", "AC1", "region", "ie1"));
    }

    @Test
    void masksAKeyThatIsTheUser() {
        Credential basic = credential("kind: basic, username: sk_test_1234, password: ''");

        assertThat(basic.values()).isEmpty();

        assertThat(authorization(basic.authorize(CALL, new Placement.Standard())))
                .isEqualTo("Basic c2tfdGVzdF8xMjM0Og==");
        assertThat(SecretValues.mask("sk_test_1234")).isEqualTo("…");
    }

    @Test
    void leavesARequestToASecretUrlAsItIs() {
        Credential url = credential("kind: secret-url, secretUrl: https://hooks.example/T0/abcdef");

        assertThat(url.secret()).isEqualTo("https://hooks.example/T0/abcdef");
        assertThat(url.authorize(CALL, new Placement.Standard())).isEqualTo(CALL);
        assertThat(SecretValues.mask("to https://hooks.example/T0/abcdef")).isEqualTo("to …");
    }

    @Test
    void hasTheValuesOfTheAccount() {
        Credential account = credential(
                "kind: bearer, token: abcdefgh, url: 'https://a.example/', concurrency: 3, values: {accountSid: AC1}");

        assertThat(account.url()).contains("https://a.example");
        assertThat(account.values()).isEqualTo(Map.of("accountSid", "AC1"));
        assertThat(account.concurrency()).hasValue(3);
        assertThat(account).hasToString("one (bearer)");
    }
}
