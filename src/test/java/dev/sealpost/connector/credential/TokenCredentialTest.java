package dev.sealpost.connector.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.connector.GuardedVendorClient;
import dev.sealpost.connector.VendorRequest;
import dev.sealpost.connector.credential.TokenServer.Answer;
import dev.sealpost.egress.EgressClients;
import dev.sealpost.log.SecretValues;
import dev.sealpost.node.HandClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens of the kind oauth2-client-credentials, from a real server through the guarded client. */
class TokenCredentialTest {

    private static final VendorRequest CALL =
            new VendorRequest("GET", "https://api.example/contacts", Map.of(), Optional.empty());

    private final HandClock clock = new HandClock(Instant.parse("2026-11-30T10:00:00Z"));

    @TempDir
    private Path folder = Path.of("set by JUnit");

    private EgressClients clients;
    private TokenServer server;

    @BeforeEach
    void open() throws IOException {
        clients = new EgressClients();
        server = new TokenServer();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        clients.close();
    }

    private Credential credential(String more) {
        return new CredentialHome(folder)
                .credentials("crm:\n  kind: oauth2-client-credentials\n  tokenUrl: " + server.url()
                        + "\n  clientId: id\n  clientSecret: client-secret-1\n" + more)
                .read()
                .credentials(new GuardedVendorClient(clients.connectors()), clock)
                .find("crm")
                .orElseThrow();
    }

    /** Answers with tokens that count up. */
    private void answersTokens(String more) {
        AtomicInteger number = new AtomicInteger();
        server.answers(
                asked -> Answer.of(200, "{\"access_token\":\"access-" + number.incrementAndGet() + "\"" + more + "}"));
    }

    private static String sent(VendorRequest authorized) {
        return authorized.headers().getOrDefault("Authorization", "");
    }

    @Test
    void fetchesATokenWithBasicAuthentication() {
        answersTokens(",\"expires_in\":3600");

        VendorRequest authorized =
                credential("  scope: read\n  audience: api\n").authorize(CALL, new Placement.Standard());

        assertThat(sent(authorized)).isEqualTo("Bearer access-1");
        TokenServer.Asked asked = server.asked().getFirst();
        assertThat(asked.form())
                .isEqualTo(Map.of("grant_type", "client_credentials", "scope", "read", "audience", "api"));
        assertThat(asked.headers()).containsEntry("Authorization", "Basic aWQ6Y2xpZW50LXNlY3JldC0x");
    }

    @Test
    void fetchesATokenWithTheClientInTheBody() {
        answersTokens("");

        credential("  authentication: body\n  parameters:\n    grant_type: account_credentials\n")
                .secret();

        TokenServer.Asked asked = server.asked().getFirst();
        assertThat(asked.form())
                .isEqualTo(Map.of(
                        "grant_type", "account_credentials", "client_id", "id", "client_secret", "client-secret-1"));
        assertThat(asked.headers()).doesNotContainKey("Authorization");
    }

    @Test
    void fetchesOneTokenForAllRoutes() throws Exception {
        CountDownLatch allAsk = new CountDownLatch(1);
        server.answers(asked -> {
            awaitOpen(allAsk);
            return Answer.of(200, "{\"access_token\":\"access-1\",\"expires_in\":60}");
        });
        Credential credential = credential("");

        try (var routes = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> secrets = IntStream.range(0, 50)
                    .mapToObj(i -> routes.submit(credential::secret))
                    .toList();
            Awaitility.await().until(() -> !server.asked().isEmpty());
            allAsk.countDown();
            for (Future<String> secret : secrets) {
                assertThat(secret.get()).isEqualTo("access-1");
            }
        }

        assertThat(server.asked()).hasSize(1);
    }

    private static void awaitOpen(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @CsvSource({"3600, 3539, 3540", "100, 89, 90"})
    void renewsATokenBeforeItExpires(int life, int stillGood, int due) {
        answersTokens(",\"expires_in\":\"" + life + "\"");
        Credential credential = credential("");
        credential.secret();

        clock.advance(Duration.ofSeconds(stillGood));
        assertThat(credential.secret()).isEqualTo("access-1");

        clock.advance(Duration.ofSeconds(due - stillGood));
        assertThat(credential.secret()).isEqualTo("access-2");
    }

    @Test
    void othersUseTheOldTokenWhileOneRenewsIt() throws Exception {
        answersTokens(",\"expires_in\":3600");
        Credential credential = credential("");
        credential.secret();
        CountDownLatch answer = new CountDownLatch(1);
        server.answers(asked -> {
            awaitOpen(answer);
            return Answer.of(200, "{\"access_token\":\"access-2\"}");
        });
        clock.advance(Duration.ofSeconds(3550));

        try (var routes = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> renewing = routes.submit(credential::secret);
            Awaitility.await().until(() -> server.asked().size() == 2);
            assertThat(credential.secret()).isEqualTo("access-1");
            answer.countDown();
            assertThat(renewing.get()).isEqualTo("access-2");
        }
        assertThat(credential.secret()).isEqualTo("access-2");
    }

    @Test
    void usesTheOldTokenUntilItExpiresWhileTheServerIsDown() {
        answersTokens(",\"expires_in\":3600");
        Credential credential = credential("");
        credential.secret();
        server.answers(503, "");

        clock.advance(Duration.ofSeconds(3550));
        assertThat(credential.secret()).isEqualTo("access-1");

        clock.advance(Duration.ofSeconds(50));
        assertThatThrownBy(credential::secret).isInstanceOf(CredentialException.class);
    }

    @Test
    void fetchesOneTokenMoreAfterA401() {
        answersTokens("");
        Credential credential = credential("");
        VendorRequest first = credential.authorize(CALL, new Placement.Standard());
        VendorRequest alike = credential.authorize(CALL, new Placement.InQuery("token"));

        assertThat(credential.rejected(first)).isTrue();
        VendorRequest second = credential.authorize(CALL, new Placement.Standard());
        assertThat(sent(second)).isEqualTo("Bearer access-2");

        assertThat(credential.rejected(alike)).as("another token is there").isTrue();
        assertThat(credential.secret()).isEqualTo("access-2");
        assertThat(credential.rejected(second))
                .as("a third token would not help")
                .isFalse();
        assertThat(credential.secret()).isEqualTo("access-2");
        assertThat(server.asked()).hasSize(2);

        clock.advance(Duration.ofSeconds(61));
        assertThat(credential.rejected(second)).isTrue();
        assertThat(credential.secret()).isEqualTo("access-3");
    }

    @Test
    void placesTheTokenAsTheConnectorDeclares() {
        answersTokens("");
        Credential credential = credential("");

        assertThat(credential
                        .authorize(CALL, new Placement.InHeader("Authorization", "Zoho-oauthtoken "))
                        .headers())
                .containsEntry("Authorization", "Zoho-oauthtoken access-1");
        assertThat(credential.authorize(CALL, new Placement.InQuery("token")).url())
                .isEqualTo("https://api.example/contacts?token=access-1");
        assertThat(credential.authorize(CALL, new Placement.InTemplate())).isEqualTo(CALL);
    }

    @Test
    void takesTheUrlFromTheToken() {
        answersTokens(",\"instance_url\":\"https://eu1.example/\"");

        assertThat(credential("  url: https://login.example\n  urlFromToken: instance_url\n")
                        .url())
                .contains("https://eu1.example");
        assertThat(credential("  url: https://login.example/\n").url()).contains("https://login.example");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void waitsAsLongAsTheTokenEndpointAsks() {
        server.answers(asked -> new Answer(429, Map.of("Retry-After", "30"), ""));
        Credential credential = credential("");

        assertThatThrownBy(credential::secret)
                .isInstanceOfSatisfying(
                        CredentialException.class,
                        e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(30)))
                .hasMessageContaining("the token endpoint of crm is busy or faulty: it answered 429");
        clock.advance(Duration.ofSeconds(10));
        assertThatThrownBy(credential::secret)
                .isInstanceOfSatisfying(
                        CredentialException.class,
                        e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(20)));
        assertThat(server.asked()).hasSize(1);

        answersTokens("");
        clock.advance(Duration.ofSeconds(20));
        assertThat(credential.secret()).isEqualTo("access-1");
    }

    @Test
    void triesAgainWithinAnHour() {
        server.answers(asked -> new Answer(503, Map.of("Retry-After", "2000000"), ""));
        Credential credential = credential("");
        assertThatThrownBy(credential::secret).isInstanceOf(CredentialException.class);

        answersTokens("");
        clock.advance(Duration.ofHours(1));
        assertThat(credential.secret()).isEqualTo("access-1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    401 | {"error":"invalid_client"} | check clientId, clientSecret and authentication (header or body)
                    400 | {"error":"invalid_grant","error_description":"no consent"} | the vendor does not accept the client of crm: check clientId and clientSecret (the token endpoint answered 400 invalid_grant: no consent)
                    400 | {"error":"invalid_scope"} | correct scope
                    400 | {"error":"unsupported_grant_type"} | check kind and tokenUrl
                    400 | {"error":"unauthorized_client"} | may not use this grant
                    403 | <html> | no token for crm: check the members of the credential (the token endpoint answered 403)
                    200 | {"error":"invalid_code"} | sent no access_token: check tokenUrl (the token endpoint answered 200 invalid_code)
                    200 | <html> | answered something else than JSON: check tokenUrl in config/credentials.yaml
                    503 | | busy or faulty: it answered 503
                    """)
    void explainsErrors(int status, String body, String meaning) {
        server.answers(status, body == null ? "" : body);

        assertThatThrownBy(credential("")::secret)
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining(meaning)
                .hasMessageNotContaining("client-secret-1");
    }

    @Test
    void explainsThatTheServerDoesNotAnswer() {
        server.close();

        assertThatThrownBy(credential("")::secret)
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("the token endpoint of crm does not answer: ");
    }

    @Test
    void masksTokensAlsoAfterTheyWereReplaced() {
        ConcurrentLinkedQueue<String> tokens = new ConcurrentLinkedQueue<>(List.of("masked-token-1", "masked-token-2"));
        server.answers(asked -> Answer.of(200, "{\"access_token\":\"" + tokens.poll() + "\",\"expires_in\":10}"));
        Credential credential = credential("");
        credential.secret();
        clock.advance(Duration.ofSeconds(10));
        credential.secret();

        assertThat(SecretValues.mask("masked-token-1 masked-token-2 client-secret-1 aWQ6Y2xpZW50LXNlY3JldC0x"))
                .isEqualTo("… … … …");
    }
}
