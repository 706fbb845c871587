package dev.sealpost.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Events that are published through the API of a node, and the receiver that they are delivered to. */
final class TrainingLoad {

    private static final int AT_ONCE = 32;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final String PAYLOAD = "x".repeat(1000);

    private final URI node;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    TrainingLoad(URI node) {
        this.node = node;
    }

    boolean isReady() throws InterruptedException {
        try {
            HttpRequest health = HttpRequest.newBuilder(node.resolve("/api/v1/health"))
                    .timeout(ANSWER)
                    .build();
            return client.send(health, BodyHandlers.discarding()).statusCode() / 100 == 2;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Publishes this many events, or a few more, and blocks until all are delivered. */
    void run(String token, int events) throws IOException, InterruptedException {
        CountDownLatch delivered = new CountDownLatch(events);
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), AT_ONCE);
        receiver.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
            delivered.countDown();
        });
        receiver.start();
        try {
            String application = "/api/v1/app/"
                    + post(token, "/api/v1/app", Map.of("name", "training")).get("id");
            String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
            post(token, application + "/endpoint", Map.of("url", url));
            publish(token, application + "/msg", events);
            if (!delivered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("its node left " + delivered.getCount() + " events undelivered");
            }
        } finally {
            receiver.stop(0);
        }
    }

    private void publish(String token, String path, int events) throws IOException, InterruptedException {
        for (int published = 0; published < events; published += AT_ONCE) {
            List<CompletableFuture<HttpResponse<Void>>> answers = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                answers.add(client.sendAsync(
                        request(token, path, Map.of("eventType", "order.created", "payload", Map.of("text", PAYLOAD))),
                        BodyHandlers.discarding()));
            }
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
        }
    }

    private Map<?, ?> post(String token, String path, Map<String, ?> body) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request(token, path, body), BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("its node answered " + answer.statusCode() + " to " + path + ": " + answer.body());
        }
        return json.readValue(answer.body(), Map.class);
    }

    private HttpRequest request(String token, String path, Map<String, ?> body) throws IOException {
        return HttpRequest.newBuilder(node.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .timeout(ANSWER)
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build();
    }
}
