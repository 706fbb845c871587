package dev.sealpost.connector.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.connector.GuardedVendorClient;
import dev.sealpost.connector.catalog.Connector;
import dev.sealpost.connector.catalog.ReadConnector;
import dev.sealpost.connector.credential.CredentialFile;
import dev.sealpost.connector.limit.CallLocks;
import dev.sealpost.connector.limit.CredentialLimits;
import dev.sealpost.egress.EgressClients;
import dev.sealpost.route.VendorServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TestConnectionTest {

    @AutoClose
    private final VendorServer vendor = new VendorServer();

    @AutoClose
    private final EgressClients clients = new EgressClients();

    TestConnectionTest() throws Exception {}

    private TestConnection.ConnectionResult test(String file) throws Exception {
        Connector connector = ReadConnector.read(Files.readString(Path.of("connectors", file, file + ".kamelet.yaml")));
        GuardedVendorClient client = new GuardedVendorClient(clients.connectors());
        MakeCall.Surroundings node =
                new MakeCall.Surroundings(client, CredentialLimits.none(), CallLocks.none(), Clock.systemUTC());
        Map<String, JsonNode> parameters = connector.valuesAsFarAsGiven(Map.of("baseUrl", vendor.url()));
        return new TestConnection(connector.call().orElseThrow(), node)
                .test(
                        CredentialFile.read(Path.of(""), variable -> "token-of-the-test")
                                .credentials(client, Clock.systemUTC())
                                .find("slack")
                                .orElseThrow(),
                        parameters);
    }

    @Test
    void showsThatACredentialWorks() throws Exception {
        vendor.answers(200, "{\"ok\":true}");

        assertThat(test("slack-message-sink"))
                .isEqualTo(new TestConnection.ConnectionResult(true, "The credential slack works."));
        assertThat(vendor.calls()).singleElement().satisfies(call -> {
            assertThat(call.uri()).isEqualTo("/api/auth.test");
            assertThat(call.headers()).containsEntry("Authorization", "Bearer token-of-the-test");
        });
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        vendor.answers(200, "{\"ok\":false,\"error\":\"invalid_auth\"}");

        TestConnection.ConnectionResult result = test("slack-message-sink");

        assertThat(result.works()).isFalse();
        assertThat(result.message()).contains("slack does not work").contains("invalid_auth");
    }
}
