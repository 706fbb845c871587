package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.port.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** A node with a producer, and what became of each message that was sent to it. */
final class SentMessages implements AutoCloseable {

    static final String USER = "shop-producer";
    static final String PASSWORD = "its password";
    static final String BODY = "{ \"n\": 1.10 }";
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final Node node;
    final int mqttPort = FreePorts.next();
    final int stompPort = FreePorts.next();
    private final Inbox inbox = new Inbox();

    /** Reasons that senders were given, by the id of their message; a message without one was accepted. */
    final Map<String, String> refusals = new HashMap<>();

    private final List<String> sent = new ArrayList<>();

    SentMessages(Path folder) throws Exception {
        inbox.answers("/all", Inbox.status(200));
        node = new Node(
                folder,
                "--sealpost.broker.mqtt-port=" + mqttPort,
                "--sealpost.broker.stomp-port=" + stompPort,
                "--sealpost.broker.clients.largest-message=2MB",
                "--sealpost.broker.producers." + USER + ".password=" + PASSWORD);
        node.anEndpoint(node.anApplication("all"), inbox.url("/all"));
    }

    Map<String, String> labels(String id) {
        sent.add(id);
        return new LinkedHashMap<>(
                Map.of("sealpost_application", "all", "sealpost_type", "order.created", "sealpost_id", id));
    }

    private List<String> delivered() {
        return inbox.at("/all").stream()
                .map(request -> request.header("webhook-id"))
                .toList();
    }

    List<JsonNode> parked() {
        JsonNode list = node.call("GET", "/parked?limit=250", "").at("/data");
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    private List<JsonNode> parked(String id) {
        return parked().stream()
                .filter(each -> each.path("msgId").asText().equals(id))
                .toList();
    }

    JsonNode awaitParked(String id) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> parked(id), found -> !found.isEmpty())
                .getFirst();
    }

    void awaitDelivered(String id) {
        Awaitility.await().atMost(PATIENCE).until(() -> delivered().contains(id));
    }

    /** Everything that was sent has one end, and what is behind it has arrived. */
    void assertNothingIsInTheWay() {
        String behind = "behind-" + sent.size();
        node.call(
                "POST",
                "/app/all/msg",
                "{\"eventType\":\"order.created\",\"payload\":{},\"eventId\":\"" + behind + "\"}");
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            List<String> delivered = delivered();
            List<JsonNode> parked = parked();
            for (String id : sent) {
                // What was under way when the broker ended a reading may be delivered again, but is not parked as well.
                long ends = (delivered.contains(id) ? 1 : 0)
                        + parked.stream()
                                .filter(each -> each.path("msgId").asText().equals(id))
                                .count();
                assertThat(ends)
                        .as("%s, refused: %s", id, refusals.get(id))
                        .isEqualTo(refusals.containsKey(id) ? 0 : 1);
            }
        });
        assertThat(node.number("SELECT COUNT(*) FROM event WHERE uid = '" + behind + "'"))
                .isEqualTo(1);
        refusals.forEach((id, reason) -> {
            assertThat(reason).as(id).isNotBlank();
            if (!isReadByArtemis(id)) {
                assertThat(reason).as(id).doesNotContain("java.", "org.apache", "Exception");
            }
        });
        assertThat(health("intake")).contains("\"UP\"");
    }

    /** Artemis reads this annotation, and fails over it in its own words or by closing, before anybody else sees the message. */
    static boolean isReadByArtemis(String id) {
        return id.startsWith("field-x-opt-routing-type");
    }

    private String health(String group) {
        try {
            return node.send(java.net.http.HttpRequest.newBuilder(
                            java.net.URI.create(node.url("/actuator/health/" + group))))
                    .body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws Exception {
        node.close();
        inbox.close();
    }
}
