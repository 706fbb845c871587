package dev.sealpost.demo;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Sandbox of HubSpot's batch upsert of contacts.
 *
 * <p>Read in 2026-11: "Create or update a batch of contacts by unique property values",
 * developers.hubspot.com/docs/api-reference/legacy/crm/objects/contacts/batch/upsert-contacts (path, Bearer token,
 * shape of inputs and results), and "Error handling", developers.hubspot.com/docs/api-reference/error-handling (401,
 * 207). The shape of the error body is from memory, not checked against a page.
 */
final class HubspotSandbox implements VendorSandbox {

    static final String TOKEN = "demo-hubspot-token";

    private static final int LARGEST_BATCH = 100;

    @Override
    public String vendor() {
        return "hubspot";
    }

    @Override
    public SandboxAnswer answer(SandboxCall call) {
        if (!call.is("POST", "/crm/v3/objects/contacts/batch/upsert")) {
            return error(404, "OBJECT_NOT_FOUND", "no such resource");
        }
        if (!call.header("Authorization").equals("Bearer " + TOKEN)) {
            return error(401, "INVALID_AUTHENTICATION", "the token is not valid");
        }
        JsonNode inputs = call.json().path("inputs");
        if (!call.hasJsonContent() || !inputs.isArray() || inputs.isEmpty() || inputs.size() > LARGEST_BATCH) {
            return error(400, "VALIDATION_ERROR", "inputs must be 1 to 100 contacts in JSON");
        }
        for (JsonNode input : inputs) {
            if (!isContact(input)) {
                return error(400, "VALIDATION_ERROR", "an input needs id, idProperty and properties");
            }
        }
        return new SandboxAnswer(200, """
                {"status":"COMPLETE","results":[{"id":"512","new":true,"archived":false,"properties":{}}],\
                "startedAt":"2026-11-24T12:00:00Z","completedAt":"2026-11-24T12:00:00Z"}""");
    }

    private static boolean isContact(JsonNode input) {
        return input.path("idProperty").asText().equals("email")
                && input.path("id").isTextual()
                && input.path("id").asText().contains("@")
                && input.path("properties").isObject();
    }

    private static SandboxAnswer error(int status, String category, String message) {
        return new SandboxAnswer(
                status, "{\"status\":\"error\",\"category\":\"" + category + "\",\"message\":\"" + message + "\"}");
    }
}
