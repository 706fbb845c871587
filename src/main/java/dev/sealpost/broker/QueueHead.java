package dev.sealpost.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The first message of a queue, as the broker tells of it. It need not be one that a consumer can read.
 *
 * @param id the broker's
 * @param headers what stands beside the body, each as text
 */
public record QueueHead(long id, Map<String, String> headers) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public QueueHead {
        headers = Map.copyOf(headers);
    }

    /** Empty for {@code null}, which is what a broker says of an empty queue. */
    static Optional<QueueHead> parse(String json) {
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
            throw new BrokerUnavailableException("The broker does not say what is first in the queue", e);
        }
    }
}
