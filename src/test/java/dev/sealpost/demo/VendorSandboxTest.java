package dev.sealpost.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sandbox refuses what the vendor refuses; what it takes is shown by {@link ExampleRoutesTest}. */
class VendorSandboxTest {

    private static final String HUBSPOT = """
            {"inputs":[{"id":"ada@example.com","idProperty":"email","properties":{"email":"ada@example.com"}}]}""";
    private static final String SHOPIFY = """
            {"query":"mutation m($input: I!, $idempotencyKey: String!) { inventoryAdjustQuantities(input: $input) \
            @idempotent(key: $idempotencyKey) { userErrors { code } } }","variables":{"idempotencyKey":\
            "4f5b6ebf-143c-4da5-8d0f-fb8553bfd85d","input":{"name":"available","reason":"correction","changes":[{\
            "inventoryItemId":"gid://shopify/InventoryItem/7","locationId":"gid://shopify/Location/1","delta":-1,\
            "changeFromQuantity":null}]}}}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ada@example.com|ada@example.com|200",
                "\"inputs\"|\"input\"|400",
                "\"idProperty\":\"email\",|'' |400",
                "\"id\":\"ada@example.com\"|\"id\":null|400"
            })
    void hubspotChecksTheBody(String right, String wrong, int status) {
        assertThat(hubspot(HubspotSandbox.TOKEN, HUBSPOT.replace(right, wrong)).status())
                .isEqualTo(status);
    }

    @Test
    void hubspotChecksTheToken() {
        assertThat(hubspot("another", HUBSPOT).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "delta|delta|inventoryAdjustmentGroup\":{\"id",
                "@idempotent(key: $idempotencyKey)|''|@idempotent",
                "4f5b6ebf-143c-4da5-8d0f-fb8553bfd85d|1|@idempotent",
                ",\"changeFromQuantity\":null|''|changeFromQuantity",
                "gid://shopify/InventoryItem/7|7|INVALID_INVENTORY_ITEM",
                "gid://shopify/Location/1|1|INVALID_LOCATION",
                "\"reason\":\"correction\",|''|INVALID_NAME"
            })
    void shopifyChecksTheMutation(String right, String wrong, String answer) {
        assertThat(shopify(ShopifySandbox.TOKEN, SHOPIFY.replace(right, wrong)).body())
                .contains(answer);
    }

    @Test
    void shopifyChecksTheToken() {
        assertThat(shopify("another", SHOPIFY).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"channel\":\"C0123456789\",\"text\":\"a\"}|\"ok\":true",
                "{\"channel\":\"general!\",\"text\":\"a\"}|channel_not_found",
                "{\"channel\":\"C0123456789\"}|no_text",
                "channel=C0123456789|invalid_json"
            })
    void slackChecksTheArguments(String body, String answer) {
        assertThat(slack(SlackSandbox.TOKEN, body).body()).contains(answer);
    }

    @Test
    void slackChecksTheToken() {
        assertThat(slack("another", "{}").status()).isEqualTo(401);
    }

    private static SandboxAnswer hubspot(String token, String body) {
        return new HubspotSandbox()
                .answer(call("/crm/v3/objects/contacts/batch/upsert", "authorization", "Bearer " + token, body));
    }

    private static SandboxAnswer shopify(String token, String body) {
        return new ShopifySandbox()
                .answer(call("/admin/api/2026-04/graphql.json", "x-shopify-access-token", token, body));
    }

    private static SandboxAnswer slack(String token, String body) {
        return new SlackSandbox().answer(call("/api/chat.postMessage", "authorization", "Bearer " + token, body));
    }

    private static SandboxCall call(String path, String headerName, String headerValue, String body) {
        return new SandboxCall("POST", path, Map.of(headerName, headerValue, "content-type", "application/json"), body);
    }
}
