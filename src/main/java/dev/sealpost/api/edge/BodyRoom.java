package dev.sealpost.api.edge;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory budget for bodies being read, with a share for each client address. Counts received bytes only, so that a
 * sender that announces much and sends nothing blocks nobody.
 */
public final class BodyRoom {

    /** Bytes of the network prefix of an IPv6 address; its owner controls all addresses in it. */
    private static final int NETWORK = 8;

    private final long bytes;
    private final long share;
    private final AtomicLong taken = new AtomicLong();
    private final Map<String, Long> takenByAddress = new ConcurrentHashMap<>();

    /**
     * @param bytes maximum for all bodies together
     * @param share maximum bytes for one address
     */
    public BodyRoom(long bytes, long share) {
        this.bytes = bytes;
        this.share = share;
    }

    /** Memory reserved for one body. Not thread-safe. */
    public final class Held implements AutoCloseable {

        private final String sender;
        private long size;

        private Held(String sender) {
            this.sender = sender;
        }

        /**
         * Adds received bytes.
         *
         * @throws NoRoomException when the budget or the share is exhausted
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

    /** Opens an empty reservation. */
    public Held open(String address) {
        return new Held(sender(address));
    }

    private static String sender(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // A literal address needs no DNS lookup.
            byte[] literal = InetAddress.getByName(address).getAddress();
            return HexFormat.of().formatHex(Arrays.copyOf(literal, Math.min(literal.length, NETWORK)));
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
