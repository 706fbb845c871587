package dev.sealpost.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/**
 * Sandbox of Slack's chat.postMessage.
 *
 * <p>Read in 2026-11: "chat.postMessage method", docs.slack.dev/reference/methods/chat.postMessage (method, content
 * types, token in the Authorization header, channel and text). That every failure of the arguments is a 200 with
 * ok:false and a code is from the same family of pages, docs.slack.dev/reference/methods/conversations.archive
 * ("Callers should always check the value of the ok parameter").
 */
final class SlackSandbox implements VendorSandbox {

    static final String TOKEN = "xoxb-demo-slack-token";

    private static final Pattern CHANNEL = Pattern.compile("[CGD][A-Z0-9]{8,}");

    @Override
    public String vendor() {
        return "slack";
    }

    @Override
    public SandboxAnswer answer(SandboxCall call) {
        if (!call.is("POST", "/api/chat.postMessage")) {
            return new SandboxAnswer(404, "{\"ok\":false,\"error\":\"unknown_method\"}");
        }
        if (!call.header("Authorization").equals("Bearer " + TOKEN)) {
            return new SandboxAnswer(401, "{\"ok\":false,\"error\":\"invalid_auth\"}");
        }
        JsonNode message = call.json();
        if (!call.hasJsonContent() || !message.isObject()) {
            return error("invalid_json");
        }
        if (!CHANNEL.matcher(message.path("channel").asText()).matches()) {
            return error("channel_not_found");
        }
        if (message.path("text").asText().isBlank()) {
            return error("no_text");
        }
        return new SandboxAnswer(
                200,
                "{\"ok\":true,\"channel\":\"" + message.path("channel").asText() + "\",\"ts\":\"1503435956.000247\"}");
    }

    private static SandboxAnswer error(String code) {
        return new SandboxAnswer(200, "{\"ok\":false,\"error\":\"" + code + "\"}");
    }
}
