package dev.sealpost.egress;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy on the loopback address that opens every tunnel to one receiver, and notes where a client wanted to go. */
final class LocalProxy implements AutoCloseable {

    private final ServerSocket server;
    private final Handshake handshake;
    private final int receiver;
    private final List<String> wanted = new CopyOnWriteArrayList<>();

    /** Reads what the client wants, answers, and returns whether a tunnel follows. */
    private interface Handshake {
        boolean open(InputStream in, OutputStream out, List<String> wanted) throws IOException;
    }

    private LocalProxy(Handshake handshake, int receiver) {
        this.handshake = handshake;
        this.receiver = receiver;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    static LocalProxy http(int receiver) {
        return new LocalProxy(
                (in, out, wanted) -> {
                    wanted.add(head(in));
                    out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                    return true;
                },
                receiver);
    }

    static LocalProxy refusing(String answer) {
        return new LocalProxy(
                (in, out, wanted) -> {
                    wanted.add(head(in));
                    out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
                    return false;
                },
                0);
    }

    /** SOCKS 5 without a login (RFC 1928). */
    static LocalProxy socks5(int receiver) {
        return new LocalProxy(
                (in, out, wanted) -> {
                    DataInputStream data = new DataInputStream(in);
                    data.readByte();
                    data.skipNBytes(data.readUnsignedByte());
                    out.write(new byte[] {5, 0});
                    data.skipNBytes(3);
                    int kind = data.readUnsignedByte();
                    byte[] address = new byte[kind == 3 ? data.readUnsignedByte() : kind == 1 ? 4 : 16];
                    data.readFully(address);
                    String host = kind == 3
                            ? new String(address, StandardCharsets.ISO_8859_1)
                            : InetAddress.getByAddress(address).getHostAddress();
                    wanted.add(host + ":" + data.readUnsignedShort());
                    out.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 0});
                    return true;
                },
                receiver);
    }

    int port() {
        return server.getLocalPort();
    }

    /** The head of each CONNECT, or the address of each SOCKS request. */
    List<String> wanted() {
        return wanted;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket client) {
        try (client) {
            if (handshake.open(client.getInputStream(), client.getOutputStream(), wanted)) {
                try (Socket to = new Socket(InetAddress.getLoopbackAddress(), receiver)) {
                    Thread.ofVirtual().start(() -> copy(to, client));
                    copy(client, to);
                }
            }
        } catch (IOException e) {
            // The client went away.
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One side went away.
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no head");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
