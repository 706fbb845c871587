package dev.sealpost.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The sandbox without the application around it. */
final class SandboxServer implements AutoCloseable {

    private static final List<VendorSandbox> VENDORS =
            List.of(new HubspotSandbox(), new ShopifySandbox(), new SlackSandbox());

    private final HttpServer server;
    private final List<SandboxAnswer> answers = new CopyOnWriteArrayList<>();

    SandboxServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        VENDORS.forEach(vendor -> server.createContext("/" + vendor.vendor(), call -> handle(vendor, call)));
        server.start();
    }

    String url(String vendor) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + vendor;
    }

    List<SandboxAnswer> answers() {
        return List.copyOf(answers);
    }

    private void handle(VendorSandbox vendor, HttpExchange call) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        call.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        SandboxAnswer answer = vendor.answer(new SandboxCall(
                call.getRequestMethod(),
                call.getRequestURI().toString().substring(vendor.vendor().length() + 1),
                headers,
                new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        answers.add(answer);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(answer.status(), body.length);
        call.getResponseBody().write(body);
        call.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
