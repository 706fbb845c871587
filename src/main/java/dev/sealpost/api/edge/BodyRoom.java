package dev.sealpost.api.edge;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory for bodies that are being read. A sender may be as slow as the deadline lets it, so all bodies together have to fit, and
 * those from one address into a share of that. What counts is what has arrived: a sender that announces much and sends nothing
 * keeps nobody out.
 */
public final class BodyRoom {

    /** Of an IPv6 address, the part that a network is given; whoever has one such network has all addresses in it. */
    private static final int NETWORK = 8;

    private final long bytes;
    private final long share;
    private final AtomicLong taken = new AtomicLong();
    private final Map<String, Long> takenByAddress = new ConcurrentHashMap<>();

    /**
     * @param bytes for all bodies together
     * @param share bytes for those from one address
     */
    public BodyRoom(long bytes, long share) {
        this.bytes = bytes;
        this.share = share;
    }

    /** The room of one body. For one thread. */
    public final class Held implements AutoCloseable {

        private final String sender;
        private long size;

        private Held(String sender) {
            this.sender = sender;
        }

        /**
         * Counts bytes that have arrived.
         *
         * @throws NoRoomException when there is none for them just now
         */
        void add(int arrived) {
            size += arrived;
            boolean fits = taken.addAndGet(arrived) <= bytes;
            boolean isFair = takenByAddress.merge(sender, (long) arrived, Long::sum) <= share;
            if (!fits || !isFair) {
                throw new NoRoomException();
            }
        }

        @Override
        public void close() {
            if (size > 0) {
                taken.addAndGet(-size);
                takenByAddress.computeIfPresent(sender, (key, sum) -> sum == size ? null : Long.valueOf(sum - size));
                size = 0;
            }
        }
    }

    /** Room for a body, which takes none yet. */
    public Held open(String address) {
        return new Held(sender(address));
    }

    private static String sender(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // A literal address is not looked up.
            byte[] literal = InetAddress.getByName(address).getAddress();
            return HexFormat.of().formatHex(Arrays.copyOf(literal, Math.min(literal.length, NETWORK)));
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
