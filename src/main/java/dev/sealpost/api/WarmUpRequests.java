package dev.sealpost.api;

import dev.sealpost.node.WarmUpStep;
import dev.sealpost.node.WarmUpTime;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.core.env.Environment;

/**
 * Warms up the web server: posts events without a token, which are refused at the door, and asks for the health, which passes
 * through Spring MVC. Does nothing where the port expects TLS.
 */
final class WarmUpRequests implements WarmUpStep.Work {

    private static final int CLIENTS = 8;
    private static final int TIMEOUT = 2000;
    private static final String CLOSE = "connection: close";
    private static final String LENGTH = "content-length: ";
    private static final String BODY =
            "{\"eventType\":\"warm.up\",\"payload\":{\"text\":\"" + "x".repeat(1000) + "\"}}";
    private static final byte[] POST = ("POST /api/v1/app/warm-up/msg HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY)
            .getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] HEALTH =
            "GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final Environment environment;

    WarmUpRequests(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void run(WarmUpTime time) throws Exception {
        if (environment.getProperty("server.ssl.enabled", Boolean.class, false)
                || environment.containsProperty("server.ssl.bundle")) {
            return;
        }
        InetAddress bound = InetAddress.getByName(environment.getProperty("server.address", "127.0.0.1"));
        InetAddress address = bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
        int port = environment.getRequiredProperty("local.server.port", Integer.class);
        time.repeat(CLIENTS, () -> converse(address, port, time)).await();
    }

    /** Sends requests on one connection, until the server closes it. */
    private static void converse(InetAddress address, int port, WarmUpTime time) throws IOException {
        try (Socket socket = new Socket(address, port)) {
            socket.setSoTimeout(TIMEOUT);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            boolean open = true;
            while (open && !time.isOver()) {
                out.write(POST);
                open = readAnswer(in);
                if (open) {
                    out.write(HEALTH);
                    open = readAnswer(in);
                }
            }
        }
    }

    /** Returns whether the server keeps the connection open. */
    private static boolean readAnswer(InputStream in) throws IOException {
        int length = 0;
        boolean open = true;
        String line = line(in);
        while (!line.isEmpty()) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith(LENGTH)) {
                length = Integer.parseInt(header.substring(LENGTH.length()).strip());
            }
            open = open && !header.equals(CLOSE);
            line = line(in);
        }
        in.skipNBytes(length);
        return open;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        while (next != '\n') {
            if (next < 0) {
                throw new IOException("the connection was closed");
            }
            if (next != '\r') {
                line.append((char) next);
            }
            next = in.read();
        }
        return line.toString();
    }
}
