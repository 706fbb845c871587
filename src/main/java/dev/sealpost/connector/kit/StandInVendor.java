package dev.sealpost.connector.kit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sealpost.connector.kit.Conversation.GivenAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** HTTP server on the loopback address that records requests and answers as the conversation says. */
final class StandInVendor implements AutoCloseable {

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Queue<GivenAnswer> answers = new ConcurrentLinkedQueue<>();

    /** Request as received. */
    record Received(String method, String url, Map<String, String> headers, String body) {}

    StandInVendor() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Forgets earlier requests, and gives these answers to the next ones. */
    void answer(List<GivenAnswer> next) {
        received.clear();
        answers.clear();
        answers.addAll(next);
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        received.add(new Received(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body));
        GivenAnswer answer = answers.poll();
        switch (answer) {
            case GivenAnswer.Response response -> respond(exchange, response);
            case GivenAnswer.Silence silence -> {
                // The exchange stays open; the caller gives up.
            }
            case null ->
                respond(exchange, new GivenAnswer.Response(500, Map.of(), "the conversation has no such request"));
        }
    }

    private static void respond(HttpExchange exchange, GivenAnswer.Response response) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        response.headers()
                .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        byte[] bytes = response.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(response.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
