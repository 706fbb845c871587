package dev.sealpost.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A TCP proxy on the loopback address that does to its connections what bad networks do. One fault is in force at a time, for the
 * connections that are open and for those to come, until {@link #forward} or another one; {@link #cutNow} is an event and changes
 * none. A cut is a reset (RST) towards both sides: what was forwarded before it arrives, what was not never does. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {

    /** Direction of the bytes. */
    public enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    /** Decides about the bytes to be forwarded, and about their connection. */
    public enum Ruling {
        FORWARD,
        /** The bytes are dropped, the connection is cut. */
        CUT_BEFORE,
        /** The bytes are forwarded, then the connection is cut. */
        CUT_AFTER
    }

    /** Follows one connection. Its two directions are two threads, which call it one at a time. */
    public interface Inspection {

        /**
         * Decides what becomes of bytes that have come.
         *
         * @param bytes of this direction, in their order; where one read ends and the next begins means nothing
         */
        Ruling rule(Direction direction, byte[] bytes);
    }

    private final ServerSocket door;
    private final int target;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger opened = new AtomicInteger();
    private volatile Fault fault = new Fault.Forwards();

    /**
     * Opens on a free port, which {@link #port} tells.
     *
     * @param port on the loopback address, where connections are forwarded to; asked anew for each of them
     */
    public static FaultProxy before(int port) throws IOException {
        FaultProxy proxy = new FaultProxy(port);
        Thread.ofVirtual().name("fault-proxy").start(proxy::accept);
        return proxy;
    }

    private FaultProxy(int target) throws IOException {
        this.target = target;
        this.door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    }

    public int port() {
        return door.getLocalPort();
    }

    /** Connections that are open now. */
    public int open() {
        return links.size();
    }

    /** Connections that were ever opened. */
    public int opened() {
        return opened.get();
    }

    /** Forwards everything at once, what was held back first. */
    public void forward() {
        change(new Fault.Forwards());
    }

    /** Holds each read back for this long before it is forwarded, so a connection forwards one read (16 KiB) per that time. */
    public void delay(Duration time) {
        change(new Fault.Holds(time, new CountDownLatch(1)));
    }

    /** Forwards nothing in either direction and keeps the connections open; new ones are taken into the same silence. */
    public void blackhole() {
        change(new Fault.Holds(Duration.ofDays(1), new CountDownLatch(1)));
    }

    /** Cuts each connection when exactly so many bytes were forwarded in this direction, counted from now or from its opening. */
    public void cutAfter(Direction direction, long bytes) {
        change(new Fault.CutsAfter(direction, bytes));
    }

    /** Lets somebody who understands what is said decide; each connection is followed from now, or from its opening. */
    public void inspect(Supplier<? extends Inspection> inspection) {
        change(new Fault.Inspects(inspection));
    }

    /** Cuts all connections that are open. */
    public void cutNow() {
        links.forEach(Link::cut);
    }

    private synchronized void change(Fault next) {
        Fault before = fault;
        fault = next;
        before.end();
    }

    Fault fault() {
        return fault;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                open(door.accept());
            } catch (IOException e) {
                // Closed, or a client that was gone before it was taken: the next one counts.
            }
        }
    }

    private void open(Socket client) throws IOException {
        try {
            Link link = new Link(this, client, new Socket(InetAddress.getLoopbackAddress(), target));
            opened.incrementAndGet();
            links.add(link);
            link.start(() -> links.remove(link));
        } catch (IOException e) {
            Link.reset(client);
        }
    }

    /** Cuts what is open. */
    @Override
    public void close() throws IOException {
        door.close();
        cutNow();
        forward();
    }
}
