package dev.sealpost.source.poll;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Somebody's API on this machine: a list of orders, page by page, each page with the cursor of the next one. */
final class OrdersApi implements AutoCloseable {

    /** Cursors are other people's texts, so they hold what would mean something in a query. */
    private static final String CURSOR = "c/+&=#";

    private final HttpServer server;
    private final int pageSize;
    private volatile int orders;
    private volatile int status = 200;
    final List<String> queries = new CopyOnWriteArrayList<>();
    final List<Long> times = new CopyOnWriteArrayList<>();

    OrdersApi(int orders, int pageSize) throws IOException {
        this.orders = orders;
        this.pageSize = pageSize;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/orders", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void has(int more) {
        orders = more;
    }

    /** 429 comes with a Retry-After of two seconds, other errors without. */
    void answers(int next) {
        status = next;
    }

    private void answer(HttpExchange exchange) throws IOException {
        queries.add(exchange.getRequestURI().getRawQuery());
        times.add(System.nanoTime());
        int now = status;
        byte[] body = (now == 200 ? page(exchange) : "{}").getBytes(StandardCharsets.UTF_8);
        if (now == 429) {
            exchange.getResponseHeaders().set("Retry-After", "2");
        }
        exchange.sendResponseHeaders(authorized(exchange) ? now : 401, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static boolean authorized(HttpExchange exchange) {
        return "Bearer the-token".equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private String page(HttpExchange exchange) {
        String since = exchange.getRequestURI().getRawQuery().replaceFirst("^limit=100&since=", "");
        String cursor = URLDecoder.decode(since, StandardCharsets.UTF_8);
        int from = cursor.isEmpty() ? 0 : Integer.parseInt(cursor.substring(CURSOR.length()));
        int all = orders;
        int to = Math.min(from + pageSize, all);
        String items = IntStream.range(from, to)
                .mapToObj(i -> "{\"id\":" + (i + 1) + ",\"updatedAt\":\"2026-11-24\",\"total\":1.10}")
                .collect(Collectors.joining(","));
        return "{\"items\":[" + items + "],\"next\":\"" + CURSOR + to + "\",\"hasMore\":" + (to < all) + "}";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
