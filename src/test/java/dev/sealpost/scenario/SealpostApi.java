package dev.sealpost.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The REST API, in the shapes that Svix's clients send. */
public final class SealpostApi {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final String token;

    SealpostApi(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /** The same API elsewhere. */
    SealpostApi at(URI elsewhere) {
        return new SealpostApi(elsewhere, token);
    }

    /** Base URL of the API. */
    public URI base() {
        return base;
    }

    /** The value of the {@code Authorization} header. */
    public String authorization() {
        return "Bearer " + token;
    }

    /** Creates an application and returns its id. */
    public String createApplication(String uid) throws InterruptedException {
        return create("/api/v1/app", Map.of("name", uid, "uid", uid));
    }

    /** Creates an endpoint that wants these event types, and returns its id. */
    public String createEndpoint(String application, String url, String secret, List<String> eventTypes)
            throws InterruptedException {
        return create(
                "/api/v1/app/" + application + "/endpoint",
                Map.of("url", url, "secret", secret, "eventTypes", eventTypes));
    }

    /** Creates an endpoint that wants every event, one after the other, and returns its id. */
    String createOrderedEndpoint(String application, String url, String secret) throws InterruptedException {
        return createEndpoint(
                application,
                url,
                secret,
                Map.of("ordering", "strict", "retrySchedule", List.of(0.1, 0.1, 0.1, 0.1, 0.1)));
    }

    /** Creates an endpoint that wants every event and is treated by this policy, and returns its id. */
    String createEndpoint(String application, String url, String secret, Map<String, Object> policy)
            throws InterruptedException {
        return create(
                "/api/v1/app/" + application + "/endpoint", Map.of("url", url, "secret", secret, "policy", policy));
    }

    /** Orders that all that is dead since then is sent again, and returns the id of the background task. */
    String recover(String application, String endpoint, Instant since) throws InterruptedException {
        return create(
                "/api/v1/app/" + application + "/endpoint/" + endpoint + "/recover", Map.of("since", since.toString()));
    }

    /** Makes all nodes use these files, which have names like {@code routes/orders.camel.yaml}. */
    void deploy(Map<String, String> files) throws InterruptedException {
        create("/api/v1/deployment", Map.of("files", files));
    }

    /** Returns the status of a background task. */
    JsonNode task(String id) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/api/v1/background-task/" + id))
                .timeout(Duration.ofSeconds(15))
                .header("authorization", authorization())
                .build();
        return JSON.readTree(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /** Ends a background task. */
    void cancel(String task) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                post("/api/v1/background-task/" + task + "/cancel", "").build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new AssertionError("Cancelling was answered " + response.statusCode() + " " + response.body());
        }
    }

    /**
     * How a message was answered.
     *
     * @param retryAfter the header of that name; empty when there was none
     */
    record Answer(int status, String retryAfter, Duration time) {}

    /**
     * Posts a message.
     *
     * @param payload JSON, sent as these bytes
     * @param idempotencyKey the same key means the same event
     * @return the status; 202 means kept
     * @throws IOException when there was no answer: the event may have been kept or not
     */
    public int postMessage(String application, String eventType, String payload, String idempotencyKey)
            throws IOException, InterruptedException {
        return post(application, eventType, payload, idempotencyKey).status();
    }

    /** The same, with all of the answer. */
    Answer post(String application, String eventType, String payload, String idempotencyKey)
            throws IOException, InterruptedException {
        String body = "{\"eventType\":\"" + eventType + "\",\"payload\":" + payload + "}";
        HttpRequest request = post("/api/v1/app/" + application + "/msg", body)
                .header("idempotency-key", idempotencyKey)
                .build();
        long begun = System.nanoTime();
        HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("retry-after").orElse(""),
                Duration.ofNanos(System.nanoTime() - begun));
    }

    private String create(String path, Map<String, Object> object) throws InterruptedException {
        try {
            HttpResponse<String> response = client.send(
                    post(path, JSON.writeValueAsString(object)).build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() != 201 && response.statusCode() != 202) {
                throw new AssertionError(path + " was answered " + response.statusCode() + " " + response.body());
            }
            return id(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(path + " was not answered: " + e.getMessage(), e);
        }
    }

    private static String id(String body) throws JsonProcessingException {
        JsonNode id = JSON.readTree(body).path("id");
        return id.asText();
    }

    private HttpRequest.Builder post(String path, String body) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(15))
                .header("authorization", authorization())
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    }
}
