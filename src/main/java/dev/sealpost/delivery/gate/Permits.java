package dev.sealpost.delivery.gate;

/**
 * Limits of deliveries in flight on this node, by count and payload bytes. Failing destinations get at most a quarter,
 * because each of their attempts holds a connection and a thread for long. Together with slow and unknown ones they get three
 * quarters, so that a quarter is always available for healthy destinations and hanging ones cannot exclude those that are briefly
 * slow. Guarded by the gate.
 */
final class Permits {

    private final int limit;
    private final long byteLimit;
    private int used;
    private int unhealthy;
    private long bytes;

    Permits(int limit, long byteLimit) {
        this.limit = limit;
        this.byteLimit = byteLimit;
    }

    /** Returns whether a delivery of this size fits. One of any size always does. */
    boolean hasRoomFor(int size) {
        return used < limit && (used == 0 || bytes + size <= byteLimit);
    }

    /** Returns how many more deliveries to a destination of this health can be admitted. */
    int available(DestinationHealth health) {
        int share =
                switch (health) {
                    case HEALTHY -> limit;
                    case UNKNOWN, SLOW -> Math.max(1, limit * 3 / 4) - unhealthy;
                    case FAILING -> Math.max(1, limit / 4) - unhealthy;
                };
        return Math.max(0, Math.min(share, limit - used));
    }

    void take(int size, boolean isUnhealthy) {
        used++;
        bytes += size;
        if (isUnhealthy) {
            unhealthy++;
        }
    }

    /** Moves one permit to the unhealthy share. */
    void becameUnhealthy() {
        unhealthy++;
    }

    void release(int size, boolean wasUnhealthy) {
        used--;
        bytes -= size;
        if (wasUnhealthy) {
            unhealthy--;
        }
    }

    int limit() {
        return limit;
    }

    int used() {
        return used;
    }
}
