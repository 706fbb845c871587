package dev.sealpost.route.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** API of a running node, and the options of the commands that call it. */
final class NodeApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "SEALPOST_TOKEN";

    /** Longer than a node waits for the others. */
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    @Option(
            names = "--url",
            paramLabel = "<url>",
            defaultValue = "${env:SEALPOST_URL:-http://localhost:8080}",
            description = "A running node. Default: SEALPOST_URL, or http://localhost:8080.")
    private URI url = URI.create("http://localhost:8080");

    @Option(
            names = "--token-file",
            paramLabel = "<file>",
            description =
                    "File with the token of the API. Default: the variable SEALPOST_TOKEN, or api-token in SEALPOST_DATA (data).")
    private Optional<Path> tokenFile = Optional.empty();

    /** The node refused a request; nothing has changed. */
    static final class RefusedException extends Exception {

        private final transient List<String> lines;

        private RefusedException(List<String> lines) {
            super(lines.getFirst());
            this.lines = List.copyOf(lines);
        }

        List<String> lines() {
            return lines;
        }
    }

    /**
     * Calls an operation.
     *
     * @param path below {@code /api/v1}
     * @param body empty: GET; otherwise POST
     * @throws RefusedException with the problems in the answer
     * @throws IOException when the node cannot be reached, or answers that it is not available
     */
    JsonNode call(String path, Optional<JsonNode> body) throws IOException, RefusedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(url.toString().replaceFirst("/+$", "") + "/api/v1" + path))
                .timeout(DEADLINE)
                .header("authorization", "Bearer " + token());
        body.ifPresent(json -> request.header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.toString())));
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build()) {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return read(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private JsonNode read(HttpResponse<String> answer) throws IOException, RefusedException {
        JsonNode json;
        try {
            json = JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new IOException(url + " is no Sealpost node: it answered " + answer.statusCode(), e);
        }
        if (answer.statusCode() < 300) {
            return json;
        }
        if (answer.statusCode() >= 500) {
            throw new IOException("answered " + answer.statusCode() + ": "
                    + json.path("detail").asText());
        }
        List<String> lines = new ArrayList<>();
        if (json.path("detail").isArray()) {
            json.path("detail").forEach(item -> lines.add(item.path("msg").asText()));
        } else {
            lines.add(json.path("detail").asText("answered " + answer.statusCode()));
        }
        throw new RefusedException(lines);
    }

    private String token() throws IOException {
        String variable = System.getenv(TOKEN);
        if (tokenFile.isEmpty() && variable != null && !variable.isBlank()) {
            return variable.strip();
        }
        Path file = tokenFile.orElseGet(() -> Path.of(
                        Optional.ofNullable(System.getenv("SEALPOST_DATA")).orElse("data"))
                .resolve("api-token"));
        if (!Files.isReadable(file)) {
            throw new IOException(
                    "there is no token: set " + TOKEN + ", or --token-file (" + file + " cannot be read)");
        }
        return Files.readString(file).strip();
    }

    /** Returns the URL, for messages. */
    @Override
    public String toString() {
        return url.toString();
    }
}
