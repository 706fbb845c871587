package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators are told by webhooks of what happens to endpoints and deliveries, from the API to their own receiver. */
class OperationalTest {

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }

    private static JsonNode json(Inbox.Received received) {
        try {
            return new ObjectMapper().readTree(received.body());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<JsonNode> told(Inbox inbox, String type) {
        return inbox.at("/operator").stream()
                .map(OperationalTest::json)
                .filter(body -> body.at("/type").asText().equals(type))
                .toList();
    }

    private static JsonNode awaitTold(Inbox inbox, String type) {
        eventually().until(() -> !told(inbox, type).isEmpty());
        return told(inbox, type).getFirst();
    }

    private static String anEndpoint(Node node, String application, String url) {
        return node.call("POST", "/app/" + application + "/endpoint", "{\"url\": \"" + url + "\"}")
                .at("/id")
                .asText();
    }

    @Test
    void tellsTheOperatorsEndpointOfWhatHappensToTheOthers(@TempDir Path data) throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        try (Inbox inbox = new Inbox();
                Node node = new Node(data)) {
            inbox.answers("/operator", Inbox.status(200));
            inbox.answers(
                    "/shop",
                    (request, out) -> Inbox.status(broken.get() ? 500 : 200).write(request, out));
            node.call("POST", "/app", "{\"name\": \"Sealpost\", \"uid\": \"sealpost\"}");
            String operator = anEndpoint(node, "sealpost", inbox.url("/operator"));
            String secret = node.call("GET", "/app/sealpost/endpoint/" + operator + "/secret", "")
                    .at("/key")
                    .asText();
            String shop = node.call("POST", "/app", "{\"name\": \"Shop\", \"uid\": \"shop\"}")
                    .at("/id")
                    .asText();

            String endpoint = anEndpoint(node, "shop", inbox.url("/shop"));
            JsonNode created = awaitTold(inbox, "endpoint.created");
            String message = node.call(
                            "POST", "/app/shop/msg", "{\"eventType\": \"order.created\", \"payload\": {\"n\": 1}}")
                    .at("/id")
                    .asText();
            JsonNode exhausted = awaitTold(inbox, "message.attempt.exhausted");
            broken.set(false);
            node.call("POST", "/app/shop/msg/" + message + "/endpoint/" + endpoint + "/resend", "");
            JsonNode recovered = awaitTold(inbox, "message.attempt.recovered");
            node.call("PATCH", "/app/shop/endpoint/" + endpoint, "{\"disabled\": true}");
            JsonNode disabled = awaitTold(inbox, "endpoint.disabled");

            assertThat(created.at("/data/appId").asText()).isEqualTo(shop);
            assertThat(created.at("/data/appUid").asText()).isEqualTo("shop");
            assertThat(created.at("/data/endpointId").asText()).isEqualTo(endpoint);
            assertThat(exhausted.at("/data/msgId").asText()).isEqualTo(message);
            assertThat(exhausted.at("/data/lastAttempt/attemptNumber").asInt()).isEqualTo(3);
            assertThat(exhausted.at("/data/lastAttempt/responseStatusCode").asInt())
                    .isEqualTo(500);
            assertThat(recovered.at("/data/msgId").asText()).isEqualTo(message);
            assertThat(disabled.at("/data/reason").asText()).isEqualTo("by-request");
            assertThat(told(inbox, "endpoint.created")).hasSize(1);
            for (Inbox.Received received : inbox.at("/operator")) {
                new Webhook(secret)
                        .verify(
                                new String(received.body(), StandardCharsets.UTF_8),
                                HttpHeaders.of(received.headers(), (name, value) -> true));
            }
        }
    }

    @Test
    void publishesNothingWhereNobodyWantsIt(@TempDir Path data) throws Exception {
        try (Inbox inbox = new Inbox();
                Node node = new Node(data)) {
            node.call("POST", "/app", "{\"name\": \"Shop\", \"uid\": \"shop\"}");
            anEndpoint(node, "shop", inbox.url("/nowhere"));
            node.call("POST", "/app/shop/msg", "{\"eventType\": \"order.created\", \"payload\": {\"n\": 1}}");
            eventually().until(() -> node.count("ended_delivery") == 1);

            assertThat(node.count("event")).isEqualTo(1);
            assertThat(node.count("application")).isEqualTo(1);
        }
    }
}
