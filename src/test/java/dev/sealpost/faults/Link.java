package dev.sealpost.faults;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** One connection through the proxy: a thread for each direction. */
final class Link {

    private static final int READ = 16 * 1024;

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server;
    private Fault followed = new Fault.Forwards();
    private long counted;
    private FaultProxy.Inspection inspection = (direction, bytes) -> FaultProxy.Ruling.FORWARD;

    /** Part of a read that is forwarded, and whether the connection ends with it. */
    private record Passage(byte[] bytes, boolean cut) {}

    Link(FaultProxy proxy, Socket client, Socket server) throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    /** @param ended called once, when both directions have ended */
    void start(Runnable ended) {
        AtomicInteger running = new AtomicInteger(2);
        for (FaultProxy.Direction direction : FaultProxy.Direction.values()) {
            Thread.ofVirtual().name("fault-proxy-" + direction).start(() -> {
                pump(direction);
                if (running.decrementAndGet() == 0) {
                    reset(client);
                    reset(server);
                    ended.run();
                }
            });
        }
    }

    void cut() {
        reset(client);
        reset(server);
    }

    /** An end of the stream goes on as one; anything else that ends it goes on as a reset. */
    private void pump(FaultProxy.Direction direction) {
        Socket from = direction == FaultProxy.Direction.TO_SERVER ? client : server;
        Socket to = direction == FaultProxy.Direction.TO_SERVER ? server : client;
        try {
            byte[] buffer = new byte[READ];
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                Passage passage = pass(direction, Arrays.copyOf(buffer, read));
                to.getOutputStream().write(passage.bytes());
                if (passage.cut()) {
                    cut();
                    return;
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            cut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cut();
        }
    }

    private Passage pass(FaultProxy.Direction direction, byte[] bytes) throws InterruptedException {
        Fault fault = proxy.fault();
        while (fault instanceof Fault.Holds holds) {
            holds.await();
            if (!holds.hasEnded()) {
                return new Passage(bytes, false);
            }
            fault = proxy.fault();
        }
        return rule(fault, direction, bytes);
    }

    private synchronized Passage rule(Fault fault, FaultProxy.Direction direction, byte[] bytes) {
        if (fault != followed) {
            followed = fault;
            counted = 0;
            if (fault instanceof Fault.Inspects inspects) {
                inspection = inspects.inspections.get();
            }
        }
        return switch (fault) {
            case Fault.Forwards forwards -> new Passage(bytes, false);
            case Fault.Holds holds -> new Passage(bytes, false);
            case Fault.CutsAfter cuts -> cuts.direction == direction ? count(cuts, bytes) : new Passage(bytes, false);
            case Fault.Inspects inspects ->
                switch (inspection.rule(direction, bytes)) {
                    case FORWARD -> new Passage(bytes, false);
                    case CUT_BEFORE -> new Passage(new byte[0], true);
                    case CUT_AFTER -> new Passage(bytes, true);
                };
        };
    }

    private Passage count(Fault.CutsAfter cuts, byte[] bytes) {
        int room = (int) Math.min(bytes.length, cuts.bytes - counted);
        counted += room;
        return new Passage(Arrays.copyOf(bytes, room), counted == cuts.bytes);
    }

    /** With a reset instead of an end. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is closed, which is all that was wanted.
        }
    }
}
