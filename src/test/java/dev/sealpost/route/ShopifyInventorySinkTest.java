package dev.sealpost.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.AttemptOutcome.Throttled;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShopifyInventorySinkTest extends ConnectorContract {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ITEM = "gid://shopify/InventoryItem/30322695";
    private static final String LOCATION = "gid://shopify/Location/124656943";

    @Override
    ConnectorRig rig() throws Exception {
        return rigOf("shopify-inventory-sink", Map.of("locationId", LOCATION));
    }

    @Override
    String body() {
        return "{\"inventoryItemId\":\"" + ITEM + "\",\"delta\":-4}";
    }

    @Override
    String success() {
        return "{\"data\":{\"inventoryAdjustQuantities\":{\"inventoryAdjustmentGroup\":{\"id\":\"1\"},\"userErrors\":[]}}}";
    }

    @Override
    String request() {
        return "POST /admin/api/2026-04/graphql.json";
    }

    @Test
    void adjustsTheAvailableQuantity() throws Exception {
        VendorServer.Call call = rig.call(body(), Map.of());

        assertThat(call.headers())
                .containsEntry("X-Shopify-Access-Token", ConnectorRig.SECRET)
                .containsEntry("Content-Type", "application/json");
        JsonNode sent = JSON.readTree(call.body());
        assertThat(sent.path("query").asText())
                .contains("inventoryAdjustQuantities(input: $input) @idempotent(key: $idempotencyKey)");
        assertThat(sent.path("variables").path("input")).isEqualTo(JSON.readTree("""
                {"name":"available","reason":"correction","changes":[{"inventoryItemId":"%s","locationId":"%s",
                 "delta":-4,"changeFromQuantity":null}]}""".formatted(ITEM, LOCATION)));
    }

    @Test
    void sendsOneKeyPerEventAndItem() throws Exception {
        rig.send(body());
        rig.send(body());
        rig.send("{\"inventoryItemId\":\"gid://shopify/InventoryItem/1\",\"delta\":-4}");

        var keys = rig.vendor.calls().stream().map(call -> key(call.body())).toList();

        assertThat(keys.get(0)).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(keys.get(1)).isEqualTo(keys.get(0));
        assertThat(keys.get(2)).isNotEqualTo(keys.get(0));
    }

    @Test
    void isThrottledUntilTheCostIsAvailable() {
        rig.vendor.answers(200, """
                {"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}],"extensions":{"cost":{
                 "requestedQueryCost":752,"throttleStatus":{"currentlyAvailable":666,"restoreRate":50.0}}}}""");

        assertThat(rig.failure(body())).isEqualTo(new Throttled(Optional.of(Duration.ofSeconds(2))));
    }

    @Test
    void isThrottledForASecondWithoutACost() {
        rig.vendor.answers(200, "{\"errors\":[{\"message\":\"Throttled\",\"extensions\":{\"code\":\"THROTTLED\"}}]}");

        assertThat(rig.failure(body())).isEqualTo(new Throttled(Optional.of(Duration.ofSeconds(1))));
    }

    @ParameterizedTest
    @CsvSource({"INVALID_INVENTORY_ITEM,true", "IDEMPOTENCY_CONCURRENT_REQUEST,false"})
    void failsOnUserErrors(String code, boolean isFinal) {
        rig.vendor.answers(
                200,
                "{\"data\":{\"inventoryAdjustQuantities\":{\"userErrors\":[{\"code\":\"" + code
                        + "\",\"message\":\"no\"}]}}}");

        assertThat(rig.failure(body())).isEqualTo(new Failed("Shopify: " + code, isFinal));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"message\":\"m\",\"extensions\":{\"code\":\"ACCESS_DENIED\"}}]|Shopify: ACCESS_DENIED",
                "[{\"message\":\"m\"}]|Shopify: m",
                "\"some text\"|Shopify: some text"
            })
    void retriesOnErrorsOfTheRequest(String errors, String reason) {
        rig.vendor.answers(200, "{\"errors\":" + errors + "}");

        assertThat(rig.failure(body())).isEqualTo(new Failed(reason, false));
    }

    private static String key(String body) {
        try {
            return JSON.readTree(body).path("variables").path("idempotencyKey").asText();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
