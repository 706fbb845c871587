package dev.sealpost.broker.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * First message of a queue, as reported by the broker. A consumer may be unable to read it.
 *
 * @param id message id of the broker
 * @param headers headers and properties as text
 */
public record QueueHead(long id, Map<String, String> headers) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public QueueHead {
        headers = Map.copyOf(headers);
    }

    /** Parses the broker's answer; empty for {@code null}, its answer for an empty queue. */
    public static Optional<QueueHead> parse(String json) {
        try {
            JsonNode message = JSON.readTree(json);
            if (!message.hasNonNull("messageID")) {
                return Optional.empty();
            }
            Map<String, String> headers = new TreeMap<>();
            message.fields()
                    .forEachRemaining(each -> headers.put(
                            each.getKey(),
                            each.getValue().asText(each.getValue().toString())));
            return Optional.of(new QueueHead(message.get("messageID").asLong(), headers));
        } catch (JsonProcessingException e) {
            throw new BrokerUnavailableException(
                    "The broker returned an unreadable answer for the first message of the queue", e);
        }
    }
}
