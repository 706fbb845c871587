package dev.sealpost.delivery.gate;

/**
 * How much may be in flight on this node, by count and by payload bytes. Destinations that are failing get at most a quarter
 * of it (each attempt of theirs stays for long, with its connection and its thread), and together with those that are slow or
 * of which nothing is known yet three quarters, so that a quarter is always left for the healthy ones. What is known to hang
 * cannot keep out what was slow for a moment. Guarded by the gate.
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

    /** Whether any delivery of this size may come in. One always may, whatever its size. */
    boolean isFree(int size) {
        return used < limit && (used == 0 || bytes + size <= byteLimit);
    }

    /** How many more deliveries to a destination of this health may come in. */
    int left(DestinationHealth health) {
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

    /** One that counted as healthy turns out not to be. */
    void becameUnhealthy() {
        unhealthy++;
    }

    void giveBack(int size, boolean wasUnhealthy) {
        used--;
        bytes -= size;
        if (wasUnhealthy) {
            unhealthy--;
        }
    }

    int used() {
        return used;
    }
}
