package dev.sealpost.connector.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Receives the callback of a browser on this machine (RFC 8252, section 7.3). Listens on 127.0.0.1 only. */
final class LoopbackCallback implements AutoCloseable {

    private static final int OK = 200;
    private static final byte[] PAGE =
            "Sealpost has received the answer. The result is shown by the command; you can close this page."
                    .getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final BlockingQueue<String> queries = new LinkedBlockingQueue<>();

    /** @throws IOException if the port is in use */
    LoopbackCallback(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::receive);
        server.start();
    }

    /** Returns the query of the next callback; empty if none comes in time. */
    Optional<String> await(Duration time) throws InterruptedException {
        return Optional.ofNullable(queries.poll(time.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void receive(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(OK, PAGE.length);
        exchange.getResponseBody().write(PAGE);
        exchange.close();
        if (query != null) { // a browser also asks for an icon
            queries.add(query);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
