package dev.sealpost.port;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * TCP ports on which nothing listens. No port is given out twice in a JVM, and the forks of a build have ranges of their own. All
 * of them lie below those that Linux gives to outgoing connections (32768 and above), so no connection takes the port of a server
 * that is down for a moment.
 */
public final class FreePorts {

    private static final int FIRST = 10_000;
    private static final int RANGE = 10_000;
    private static final int FORK = Integer.getInteger("tests.fork", 1);
    /** Two builds on one machine begin at different ports. */
    private static final AtomicInteger TAKEN =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % RANGE));

    private FreePorts() {}

    public static int next() {
        for (int tried = 0; tried < RANGE; tried++) {
            int port = FIRST + (FORK - 1) % 2 * RANGE + Math.floorMod(TAKEN.getAndIncrement(), RANGE);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No port is free between " + FIRST + " and " + (FIRST + 2 * RANGE));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
