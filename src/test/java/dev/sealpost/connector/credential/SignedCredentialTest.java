package dev.sealpost.connector.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.connector.GuardedVendorClient;
import dev.sealpost.connector.VendorRequest;
import dev.sealpost.connector.credential.TokenServer.Asked;
import dev.sealpost.egress.EgressClients;
import dev.sealpost.node.HandClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kinds that sign: assertions for tokens, and requests. */
class SignedCredentialTest {

    private static final VendorRequest CALL =
            new VendorRequest("GET", "https://sqs.eu-central-1.amazonaws.com/?Action=A", Map.of(), Optional.empty());

    private final HandClock clock = new HandClock(Instant.ofEpochSecond(1_796_000_000));

    @TempDir
    private Path folder = Path.of("set by JUnit");

    private CredentialHome home;
    private EgressClients clients;
    private TokenServer server;

    @BeforeEach
    void open() throws IOException {
        home = new CredentialHome(folder);
        clients = new EgressClients();
        server = new TokenServer();
        server.answers(200, "{\"access_token\":\"access-1\"}");
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        clients.close();
    }

    private Credential credential(String members) {
        CredentialFile file = home.credentials("one:\n" + members.indent(2)).read();
        assertThat(file.problems()).isEmpty();
        return file.credentials(new GuardedVendorClient(clients.connectors()), clock)
                .find("one")
                .orElseThrow();
    }

    private static JsonNode part(String jwt, int number) throws IOException {
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(jwt.split("[.]")[number]));
    }

    private static void assertSigned(String jwt) throws Exception {
        int end = jwt.lastIndexOf('.');
        Signature verify = Signature.getInstance("SHA256withRSA");
        verify.initVerify(TestKeys.RSA.getPublic());
        verify.update(jwt.substring(0, end).getBytes(StandardCharsets.US_ASCII));
        assertThat(verify.verify(Base64.getUrlDecoder().decode(jwt.substring(end + 1))))
                .isTrue();
    }

    @Test
    void exchangesAnAssertionAsSalesforceAsks() throws Exception {
        Credential salesforce = credential("kind: jwt-bearer\ntokenUrl: " + server.url()
                + "\nissuer: client-id\nsubject: user@example.com\naudience: https://login.example\nprivateKey: \""
                + TestKeys.pem() + "\"\n");

        assertThat(salesforce.secret()).isEqualTo("access-1");

        Asked asked = server.asked().getFirst();
        assertThat(asked.form())
                .containsOnlyKeys("grant_type", "assertion")
                .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        String assertion = asked.form().getOrDefault("assertion", "");
        assertSigned(assertion);
        JsonNode claims = part(assertion, 1);
        assertThat(claims.path("iss").asText()).isEqualTo("client-id");
        assertThat(claims.path("sub").asText()).isEqualTo("user@example.com");
        assertThat(claims.path("aud").asText()).isEqualTo("https://login.example");
        assertThat(claims.path("iat").asLong()).isEqualTo(1_796_000_000);
        assertThat(claims.path("exp").asLong()).isEqualTo(1_796_000_180);
    }

    @Test
    void exchangesAnAssertionAsGoogleAsks() throws Exception {
        home.write("key.json", """
                {"client_email":"bot@project.iam.example","private_key":"%s","private_key_id":"k1","token_uri":"%s"}
                """.formatted(TestKeys.pem(), server.url()));

        credential("kind: jwt-bearer\nserviceAccount: ${file:key.json}\nscope: sheets\n")
                .secret();

        Asked asked = server.asked().getFirst();
        assertThat(asked.form()).doesNotContainKey("scope");
        String assertion = asked.form().getOrDefault("assertion", "");
        assertSigned(assertion);
        assertThat(part(assertion, 0).path("kid").asText()).isEqualTo("k1");
        assertThat(part(assertion, 1).path("scope").asText()).isEqualTo("sheets");
        assertThat(part(assertion, 1).path("aud").asText()).isEqualTo(server.url());
    }

    @Test
    void identifiesTheClientByAnAssertionAsNetSuiteAsks() throws Exception {
        credential("kind: jwt-bearer\nuse: client-authentication\nalgorithm: PS256\ntokenUrl: " + server.url()
                        + "\nissuer: client-id\naudience: " + server.url() + "\nkeyId: cert-1\nclaims:\n"
                        + "  scope: [restlets, rest_webservices]\n  level: 2\n  live: true\nprivateKey: \""
                        + TestKeys.pem() + "\"\n")
                .secret();

        Map<String, String> form = server.asked().getFirst().form();
        assertThat(form)
                .containsEntry("grant_type", "client_credentials")
                .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        JsonNode claims = part(form.getOrDefault("client_assertion", ""), 1);
        assertThat(claims.path("scope"))
                .extracting(JsonNode::asText)
                .isEqualTo(List.of("restlets", "rest_webservices"));
        assertThat(claims.path("level").isInt()).isTrue();
        assertThat(claims.path("live").asBoolean()).isTrue();
    }

    @Test
    void explainsARefusedAssertion() {
        server.answers(
                400, "{\"error\":\"invalid_grant\",\"error_description\":\"user hasn't approved this consumer\"}");

        assertThatThrownBy(credential("kind: jwt-bearer\ntokenUrl: " + server.url()
                        + "\nissuer: a\naudience: b\nprivateKey: \"" + TestKeys.pem() + "\"\n")::secret)
                .hasMessageContaining("the consent for the app, and the clock of this machine")
                .hasMessageContaining("user hasn't approved this consumer");
    }

    @Test
    void signsByOauth1WithANewNonceEachTime() {
        Credential netsuite = credential("kind: oauth1\nconsumerKey: ck\nconsumerSecret: cs-12345\ntoken: tk\n"
                + "tokenSecret: ts-12345\nrealm: '123456'\n");

        String first =
                netsuite.authorize(CALL, new Placement.Standard()).headers().get("Authorization");
        String second =
                netsuite.authorize(CALL, new Placement.Standard()).headers().get("Authorization");

        assertThat(first)
                .startsWith("OAuth realm=\"123456\", oauth_consumer_key=\"ck\", oauth_token=\"tk\","
                        + " oauth_signature_method=\"HMAC-SHA256\", oauth_timestamp=\"1796000000\"")
                .isNotEqualTo(second);
        assertThat(netsuite.rejected(CALL)).isFalse();
        assertThatThrownBy(netsuite::secret)
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("signs requests and has no secret to insert");
    }

    @Test
    void signsForAws() {
        Credential aws = credential("kind: aws-sigv4\nservice: sqs\nregion: eu-central-1\naccessKeyId: AKIDEXAMPLE\n"
                + "secretAccessKey: secret-access-key\nsessionToken: session-1\n");

        assertThat(aws.authorize(CALL, new Placement.Standard()).headers())
                .containsEntry("X-Amz-Security-Token", "session-1")
                .hasEntrySatisfying(
                        "Authorization",
                        value -> assertThat(value)
                                .startsWith(
                                        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261130/eu-central-1/sqs/aws4_request"));
    }
}
