package dev.sealpost.attempt;

import dev.sealpost.node.WarmUpTime;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Receiver of the warm-up inside this process: answers 204 to requests of the length that it is told, on a free port of the
 * loopback address.
 */
final class WarmUpReceiver implements AutoCloseable {

    private static final byte[] ANSWER = "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final int BUFFER = 8192;
    /** The end of the headers, as the bytes of an int. */
    private static final int END_OF_HEADERS = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';

    private final ServerSocket server;
    private final int bodyLength;
    private final WarmUpTime time;

    /** @param time starts the threads of the receiver */
    WarmUpReceiver(int bodyLength, WarmUpTime time) throws IOException {
        this.server = new ServerSocket(0, BUFFER, InetAddress.getByName("127.0.0.1"));
        this.bodyLength = bodyLength;
        this.time = time;
        time.start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                time.start(() -> answer(socket));
            }
        } catch (IOException closed) {
            // The warm-up is over.
        }
    }

    private void answer(Socket connection) {
        try (Socket socket = connection) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER);
            while (skipHeaders(in)) {
                in.skipNBytes(bodyLength);
                socket.getOutputStream().write(ANSWER);
            }
        } catch (IOException gone) {
            // The client has closed the connection.
        }
    }

    /** Returns whether there was another request. */
    private static boolean skipHeaders(InputStream in) throws IOException {
        int last = 0;
        while (last != END_OF_HEADERS) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            last = last << 8 | next;
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
