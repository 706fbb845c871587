package dev.sealpost.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.faults.FaultProxy.Direction;
import dev.sealpost.faults.FaultProxy.Ruling;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FaultProxyTest {

    private static final int SHORT = 100;

    private final BlockingQueue<Socket> taken = new LinkedBlockingQueue<>();

    private ServerSocket server;
    private FaultProxy proxy;
    private Socket client;
    private Socket served;

    @BeforeEach
    void open() throws Exception {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    taken.add(server.accept());
                }
            } catch (IOException e) {
                // Closed.
            }
        });
        proxy = FaultProxy.before(server.getLocalPort());
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        served = taken.take();
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
        client.close();
        served.close();
    }

    private static void say(Socket from, String text) throws IOException {
        from.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hear(Socket at, int length) throws IOException {
        return new String(at.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SHORT);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(0);
    }

    private static void assertReset(Socket socket) {
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    @Test
    void forwardsBothWaysAndAnEndAsAnEnd() throws Exception {
        say(client, "question");
        assertThat(hear(served, 8)).isEqualTo("question");
        client.shutdownOutput();
        assertThat(served.getInputStream().read()).isEqualTo(-1);
        say(served, "answer");
        served.close();
        assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("answer");
        assertThat(proxy.opened()).isOne();
    }

    @Test
    void cutsBothSidesNowAndTakesTheNextConnection() throws Exception {
        say(client, "question");
        assertThat(hear(served, 8)).isEqualTo("question");
        proxy.cutNow();
        assertReset(client);
        assertReset(served);
        try (Socket next = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                Socket nextServed = taken.take()) {
            say(next, "again");
            assertThat(hear(nextServed, 5)).isEqualTo("again");
        }
    }

    @Test
    void cutsAfterTheExactNumberOfBytesOfItsDirection() throws Exception {
        say(client, "before");
        assertThat(hear(served, 6)).isEqualTo("before");
        proxy.cutAfter(Direction.TO_CLIENT, 4);
        say(client, "not counted");
        assertThat(hear(served, 11)).isEqualTo("not counted");
        say(served, "ans");
        assertThat(hear(client, 3)).isEqualTo("ans");
        say(served, "wer");
        assertThat(hear(client, 1)).isEqualTo("w");
        assertReset(client);
        assertReset(served);
    }

    @Test
    void keepsABlackholedConnectionOpenAndGoesOnWithWhatItHeld() throws Exception {
        proxy.blackhole();
        say(client, "question");
        say(served, "answer");
        assertSilent(served);
        assertSilent(client);
        assertThat(proxy.open()).isOne();
        proxy.forward();
        assertThat(hear(served, 8)).isEqualTo("question");
        assertThat(hear(client, 6)).isEqualTo("answer");
    }

    @Test
    void delaysWhatItForwards() throws Exception {
        Duration delay = Duration.ofMillis(200);
        proxy.delay(delay);
        long begin = System.nanoTime();
        say(client, "question");
        assertThat(hear(served, 8)).isEqualTo("question");
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(delay.toNanos());
    }

    @Test
    void letsAnInspectionCutBeforeOrAfterWhatItSaw() throws Exception {
        proxy.inspect(() -> (direction, bytes) -> direction == Direction.TO_SERVER ? Ruling.CUT_AFTER : Ruling.FORWARD);
        say(served, "hello");
        assertThat(hear(client, 5)).isEqualTo("hello");
        say(client, "commit");
        assertThat(hear(served, 6)).isEqualTo("commit");
        assertReset(served);
        assertReset(client);

        proxy.inspect(
                () -> (direction, bytes) -> direction == Direction.TO_SERVER ? Ruling.CUT_BEFORE : Ruling.FORWARD);
        try (Socket next = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                Socket nextServed = taken.poll(10, TimeUnit.SECONDS)) {
            say(next, "commit");
            assertReset(nextServed);
            assertReset(next);
        }
    }
}
