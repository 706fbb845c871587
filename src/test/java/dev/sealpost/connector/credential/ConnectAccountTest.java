package dev.sealpost.connector.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.connector.GuardedVendorClient;
import dev.sealpost.connector.signing.Pkce;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.database.UrgentReads;
import dev.sealpost.egress.EgressClients;
import dev.sealpost.signature.SecretCipher;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectAccountTest {

    private static final SecretCipher CIPHER = new SecretCipher(new byte[SecretCipher.KEY_LENGTH], "the test");
    private static final String CALLBACK = "http://127.0.0.1:8976/callback";

    @TempDir
    private Path folder = Path.of("set by JUnit");

    private EgressClients clients;
    private TokenServer server;

    @BeforeEach
    void open() throws IOException {
        clients = new EgressClients();
        server = new TokenServer();
        server.answers(200, "{\"access_token\":\"access-1\",\"refresh_token\":\"refresh-1\",\"expires_in\":3600}");
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        clients.close();
    }

    private CredentialFile file(String more) {
        return new CredentialHome(folder)
                .credentials(
                        "hub:\n  kind: oauth2-authorization-code\n  authorizationUrl: https://vendor.example/authorize\n"
                                + "  tokenUrl: " + server.url() + "\n  clientId: id\n  clientSecret: client-secret-1\n"
                                + more
                                + "ops: {kind: bearer, token: abcdefgh}\nbad: {kind: bearer}\n")
                .read();
    }

    private ConnectAccount begin(String name, String more) {
        return ConnectAccount.begin(
                file(more), name, CALLBACK, new GuardedVendorClient(clients.connectors()), Clock.systemUTC());
    }

    private static Map<String, String> query(ConnectAccount account) {
        return Arrays.stream(URI.create(account.link()).getQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    @Test
    void makesALinkWithStateAndProof() {
        ConnectAccount account = begin("hub", "  scope: a b\n  authorizationParameters: {access_type: offline}\n");

        assertThat(account.link()).startsWith("https://vendor.example/authorize?response_type=code&client_id=id&");
        assertThat(query(account))
                .containsEntry("redirect_uri", CALLBACK)
                .containsEntry("scope", "a+b")
                .containsEntry("access_type", "offline")
                .containsEntry("code_challenge_method", "S256")
                .containsKeys("state", "code_challenge");
        assertThat(query(begin("hub", "")).get("state"))
                .isNotEqualTo(query(account).get("state"));
        assertThat(begin("hub", "  redirectUrl: https://me.example/back\n").redirectUrl())
                .isEqualTo("https://me.example/back");
    }

    @Test
    void exchangesTheCodeWithItsProof() {
        ConnectAccount account = begin("hub", "");

        account.finish("code=c%2F1&state=" + query(account).get("state"));

        Map<String, String> form = server.asked().getFirst().form();
        assertThat(form)
                .containsEntry("grant_type", "authorization_code")
                .containsEntry("code", "c/1")
                .containsEntry("redirect_uri", CALLBACK);
        assertThat(new Pkce(form.getOrDefault("code_verifier", "")).challenge())
                .isEqualTo(query(account).get("code_challenge"));
    }

    @Test
    void refusesACallbackOfAnotherLink() {
        ConnectAccount account = begin("hub", "");

        assertThatThrownBy(() ->
                        account.finish("code=c&state=" + query(begin("hub", "")).get("state")))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("from another link");
        assertThatThrownBy(() -> account.finish("code=c")).isInstanceOf(CredentialException.class);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void saysThatTheOwnerDeclined() {
        ConnectAccount account = begin("hub", "");

        assertThatThrownBy(() -> account.finish("error=access_denied&error_description=no%20thanks&state="
                        + query(account).get("state")))
                .hasMessage("the vendor did not authorize the account: access_denied no thanks");
    }

    @Test
    void saysHowToAskForARefreshToken() {
        server.answers(200, "{\"access_token\":\"access-1\"}");
        ConnectAccount account = begin("hub", "");

        assertThatThrownBy(() -> account.finish("code=c&state=" + query(account).get("state")))
                .hasMessageContaining("access_type: offline");
    }

    @Test
    void connectsNoOtherKind() {
        assertThatThrownBy(() -> begin("ops", "")).hasMessageContaining("is of the kind bearer: only the kind");
        assertThatThrownBy(() -> begin("bad", "")).hasMessageContaining("member token is missing");
        assertThatThrownBy(() -> begin("nobody", ""))
                .hasMessage("there is no credential nobody in config/credentials.yaml; known are bad, hub, ops");
    }

    @Test
    void namesAVariableThatIsNotSet() {
        CredentialFile file = new CredentialHome(folder)
                .credentials("hub:\n  kind: oauth2-authorization-code\n  clientSecret: ${HUB_SECRET}\n"
                        + "  authorizationUrl: https://vendor.example/authorize\n  tokenUrl: https://vendor.example/token\n"
                        + "  clientId: id\n")
                .read();
        GuardedVendorClient client = new GuardedVendorClient(clients.connectors());

        assertThatThrownBy(() -> ConnectAccount.begin(file, "hub", CALLBACK, client, Clock.systemUTC()))
                .hasMessageContaining("the environment variable HUB_SECRET is not set");
    }

    @OnDatabase
    void isUsedByTheNodeAfterItIsConnected(TestDatabase database) {
        CreateCredential create = new CreateCredential(
                new GuardedVendorClient(clients.connectors()),
                new KeepTokens(
                        new TokenRows(
                                database.writes(),
                                new UrgentReads(database.reads()),
                                CIPHER,
                                database.leaseHolder("run")),
                        new HandedOver(folder, CIPHER),
                        "run",
                        Clock.systemUTC()),
                Clock.systemUTC());
        Credential used = create.create(file("").definition("hub").orElseThrow());
        assertThatThrownBy(used::secret)
                .isInstanceOf(CredentialException.class)
                .hasMessage("the account of hub is not connected: run sealpost connector connect hub");

        ConnectAccount account = begin("hub", "");
        account.finish("code=c&state=" + query(account).get("state")).keep(database.database(), folder, CIPHER);

        assertThat(create.create(file("").definition("hub").orElseThrow()).secret())
                .isEqualTo("access-1");
        assertThat(folder.resolve("connected-accounts/hub")).doesNotExist();
        database.change(
                sql -> sql.sql("UPDATE credential_token SET expires_at = 1").update());
        server.answers(400, "{\"error\":\"invalid_grant\"}");
        assertThatThrownBy(create.create(file("").definition("hub").orElseThrow())::secret)
                .hasMessageContaining(
                        "was revoked or has expired: connect the account again with sealpost connector connect"
                                + " hub");
        assertThat(server.asked().getLast().form()).containsEntry("refresh_token", "refresh-1");
    }

    @OnDatabase
    void isNotUsedForAnotherClient(TestDatabase database) {
        ConnectAccount account = begin("hub", "");
        account.finish("code=c&state=" + query(account).get("state")).keep(database.database(), folder, CIPHER);
        TokenRows rows = new TokenRows(
                database.writes(), new UrgentReads(database.reads()), CIPHER, database.leaseHolder("run"));

        CredentialDefinition other = new CredentialHome(folder)
                .credentials("hub: {kind: oauth2-authorization-code, authorizationUrl: 'https://a.example', tokenUrl: '"
                        + server.url() + "', clientId: other}")
                .read()
                .definition("hub")
                .orElseThrow();
        assertThatThrownBy(new CreateCredential(
                                request -> {
                                    throw new AssertionError("no call is needed");
                                },
                                new KeepTokens(rows, new HandedOver(folder, CIPHER), "run", Clock.systemUTC()),
                                Clock.systemUTC())
                        .create(other)::secret)
                .hasMessageContaining("is not connected");
    }
}
