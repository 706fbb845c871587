package dev.sealpost.api.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.api.ApiTestBase;
import dev.sealpost.route.VendorServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ConnectorControllerTest extends ApiTestBase {

    @AutoClose
    private final VendorServer vendor = new VendorServer();

    ConnectorControllerTest() throws Exception {}

    @Test
    void listsConnectorsWithTheirParameters() {
        Answer answer = api.get("/connector");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().findValuesAsText("name")).contains("slack-message-sink", "hubspot-contact-sink");
    }

    @Test
    void showsAConnectorByItsFullOrShortName() {
        Answer answer = api.get("/connector/slack-message");

        assertThat(answer.text("/name")).isEqualTo("slack-message-sink");
        assertThat(answer.text("/uri")).isEqualTo("connector:slack-message");
        assertThat(answer.text("/repeat")).isEqualTo("none");
        assertThat(answer.text("/credentialKinds/0")).isEqualTo("bearer");
        assertThat(answer.text("/parameters/1/name")).isEqualTo("channel");
        assertThat(answer.text("/readme")).contains("chat:write");
        assertThat(answer.text("/example/text")).contains("Disk");
        assertThat(api.get("/connector/no-such").status()).isEqualTo(404);
    }

    @Test
    void writesTheFullNameWhereTheShortOneLeadsElsewhere() {
        assertThat(api.get("/connector/stripe-customer-sink").text("/uri")).isEqualTo("connector:stripe-customer");
        assertThat(api.get("/connector/stripe-customer-action").text("/uri"))
                .isEqualTo("connector:stripe-customer-action");
        assertThat(api.get("/connector/jms-queue-sink").text("/uri")).isEqualTo("connector:jms-queue-sink");
    }

    @Test
    void showsTheIcon() {
        Answer answer = api.get("/connector/slack-message/icon");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("image/svg+xml");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("sandbox");
    }

    @Test
    void sendsACredentialToNoOtherAddress() {
        Answer refused = api.post(
                "/connector/slack-message/test",
                "{\"credential\":\"slack\",\"parameters\":{\"baseUrl\":\"" + vendor.url() + "\"}}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/detail")).contains("baseUrl cannot be set here");
        assertThat(vendor.calls()).isEmpty();
    }

    @Test
    void namesWhatIsWrongWithATest() {
        assertThat(api.post("/connector/slack-message/test", "{}").text("/detail/0/pointer"))
                .isEqualTo("/credential");
        assertThat(api.post("/connector/slack-message/test", "{\"credential\":\"nobody\"}")
                        .text("/detail"))
                .contains("names nobody, which does not exist");
        assertThat(api.post("/connector/slack-message/test", "{\"credential\":\"shop\"}")
                        .text("/detail"))
                .contains("which is of the kind api-key");
    }
}
