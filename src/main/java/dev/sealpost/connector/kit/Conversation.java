package dev.sealpost.connector.kit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Conversation of a connector with its vendor: the requests that it must make and the answers that it gets.
 *
 * @param pages of the vendor's documentation, with the day on which they were read
 * @param credential as in {@code config/credentials.yaml}, or {@code kind} and {@code token} for a kind that fetches tokens;
 *     empty if the connector needs none
 * @param parameters values by name
 * @param event body of the event; empty: {@code example.json}
 */
record Conversation(
        List<Page> pages,
        Optional<JsonNode> credential,
        Map<String, String> parameters,
        Optional<JsonNode> event,
        List<Scene> scenes) {

    record Page(String address, String read) {}

    /** End of a call, seen from the delivery. */
    enum Outcome {
        SUCCEEDED,
        AGAIN,
        FINAL,
        THROTTLED
    }

    /**
     * One case.
     *
     * @param name such as {@code throttled}
     * @param skipped reason for which this case does not exist at the vendor
     */
    record Scene(String name, Optional<String> skipped, List<Attempt> attempts) {}

    /**
     * One attempt of a delivery.
     *
     * @param event body, if it is not that of the conversation
     * @param parameters values that differ from those of the conversation
     * @param reason text that the reason of the failure contains
     * @param retryAfter seconds that the delivery waits
     * @param pause seconds for which the credential rests
     * @param page result of a source
     */
    record Attempt(
            Optional<JsonNode> event,
            Map<String, String> parameters,
            List<Turn> turns,
            Outcome outcome,
            Optional<String> reason,
            Optional<JsonNode> retryAfter,
            Optional<JsonNode> pause,
            Optional<JsonNode> output,
            Optional<SourcePage> page) {}

    /**
     * One request and its answer.
     *
     * @param request empty: that of the same position in the scene {@code success}
     */
    record Turn(Optional<ExpectedRequest> request, GivenAnswer answer) {}

    /**
     * Request that the connector must make.
     *
     * @param url path and query; empty: not compared
     * @param headers that it must have, beside those that every HTTP client sends
     * @param body JSON, or a text; empty: no body
     */
    record ExpectedRequest(String method, String url, Map<String, String> headers, Optional<JsonNode> body) {}

    /** Answer that the stand-in of the vendor gives. */
    sealed interface GivenAnswer {

        record Response(int status, Map<String, String> headers, String body) implements GivenAnswer {}

        /** Answers nothing until the caller gives up. */
        record Silence() implements GivenAnswer {}
    }

    /**
     * Result of one page of a source.
     *
     * @param cursor before the page; empty: the first one
     * @param items their ids
     * @param next cursor after the page; empty: none
     * @param more whether another page can be read at once
     */
    record SourcePage(Optional<String> cursor, List<String> items, Optional<String> next, boolean more) {}
}
