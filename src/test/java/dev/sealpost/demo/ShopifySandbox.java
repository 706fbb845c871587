package dev.sealpost.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/**
 * Sandbox of the mutation inventoryAdjustQuantities of Shopify's GraphQL Admin API 2026-04.
 *
 * <p>Read in 2026-11: "inventoryAdjustQuantities",
 * shopify.dev/docs/api/admin-graphql/unstable/mutations/inventoryAdjustQuantities (path, X-Shopify-Access-Token,
 * input); the changelog "Making idempotency mandatory for inventory adjustments and refund mutations",
 * shopify.dev/changelog/making-idempotency-mandatory-for-inventory-adjustments-and-refund-mutations (without the
 * directive: an error at runtime from 2026-04 on; a UUID is recommended); the input object "InventoryChangeInput",
 * shopify.dev/docs/api/admin-graphql/2026-07/input-objects/InventoryChangeInput (changeFromQuantity must be given, null
 * opts out); "Shopify API response status and error codes", shopify.dev/docs/api/usage/response-codes (401, 404). The
 * error texts are not Shopify's.
 */
final class ShopifySandbox implements VendorSandbox {

    static final String TOKEN = "demo-shopify-token";

    private static final Pattern MUTATION =
            Pattern.compile("mutation\\b[^{]*\\{\\s*inventoryAdjustQuantities\\s*\\(\\s*input:\\s*\\$input\\s*\\)\\s*"
                    + "@idempotent\\s*\\(\\s*key:\\s*\\$idempotencyKey\\s*\\)");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern ITEM = Pattern.compile("gid://shopify/InventoryItem/\\d+");
    private static final Pattern LOCATION = Pattern.compile("gid://shopify/Location/\\d+");

    @Override
    public String vendor() {
        return "shopify";
    }

    @Override
    public SandboxAnswer answer(SandboxCall call) {
        if (!call.is("POST", "/admin/api/2026-04/graphql.json")) {
            return new SandboxAnswer(404, "{\"errors\":\"Not Found\"}");
        }
        if (!call.header("X-Shopify-Access-Token").equals(TOKEN)) {
            return new SandboxAnswer(401, "{\"errors\":\"the access token is not valid\"}");
        }
        JsonNode body = call.json();
        if (!call.hasJsonContent() || !body.isObject()) {
            return new SandboxAnswer(400, "{\"errors\":\"the body is not JSON\"}");
        }
        JsonNode variables = body.path("variables");
        if (!MUTATION.matcher(body.path("query").asText()).find()
                || !UUID.matcher(variables.path("idempotencyKey").asText()).matches()) {
            return new SandboxAnswer(
                    200, "{\"errors\":[{\"message\":\"inventoryAdjustQuantities needs @idempotent with a key\"}]}");
        }
        return adjust(variables.path("input"));
    }

    private static SandboxAnswer adjust(JsonNode input) {
        JsonNode changes = input.path("changes");
        if (!input.path("name").asText().equals("available")
                || input.path("reason").asText().isEmpty()
                || !changes.isArray()
                || changes.isEmpty()) {
            return userError("INVALID_NAME", "name, reason and changes are needed");
        }
        for (JsonNode change : changes) {
            if (!ITEM.matcher(change.path("inventoryItemId").asText()).matches()) {
                return userError("INVALID_INVENTORY_ITEM", "inventoryItemId is not an inventory item");
            }
            if (!LOCATION.matcher(change.path("locationId").asText()).matches()) {
                return userError("INVALID_LOCATION", "locationId is not a location");
            }
            if (!change.path("delta").isInt() || !change.has("changeFromQuantity")) {
                return new SandboxAnswer(
                        200, "{\"errors\":[{\"message\":\"delta and changeFromQuantity must be given\"}]}");
            }
        }
        return new SandboxAnswer(200, """
                {"data":{"inventoryAdjustQuantities":{"inventoryAdjustmentGroup":\
                {"id":"gid://shopify/InventoryAdjustmentGroup/1"},"userErrors":[]}},\
                "extensions":{"cost":{"requestedQueryCost":10,"actualQueryCost":10,"throttleStatus":\
                {"maximumAvailable":2000.0,"currentlyAvailable":1990,"restoreRate":100.0}}}}""");
    }

    private static SandboxAnswer userError(String code, String message) {
        return new SandboxAnswer(
                200,
                "{\"data\":{\"inventoryAdjustQuantities\":{\"inventoryAdjustmentGroup\":null,\"userErrors\":[{\"code\":\""
                        + code + "\",\"field\":[\"input\"],\"message\":\"" + message + "\"}]}}}");
    }
}
