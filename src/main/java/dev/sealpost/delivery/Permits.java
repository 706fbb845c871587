package dev.sealpost.delivery;

/**
 * How much may be in flight on this node, by count and by payload bytes. Destinations that are troubled get at most a quarter
 * of it (each attempt of theirs stays for long, with its connection and its thread), and together with those that are slow or
 * of which nothing is known yet three quarters, so that a quarter is always left for the steady ones. What is known to hang
 * cannot keep out what was slow for a moment. Guarded by the gate.
 */
final class Permits {

    private final int limit;
    private final long byteLimit;
    private int used;
    private int unsteady;
    private long bytes;

    Permits(int limit, long byteLimit) {
        this.limit = limit;
        this.byteLimit = byteLimit;
    }

    /** Whether any delivery of this size may come in. One always may, whatever its size. */
    boolean isFree(int size) {
        return used < limit && (used == 0 || bytes + size <= byteLimit);
    }

    /** How many more deliveries to a destination of this pace may come in. */
    int left(Pace pace) {
        int share =
                switch (pace) {
                    case STEADY -> limit;
                    case UNKNOWN, SLOW -> Math.max(1, limit * 3 / 4) - unsteady;
                    case TROUBLED -> Math.max(1, limit / 4) - unsteady;
                };
        return Math.max(0, Math.min(share, limit - used));
    }

    void take(int size, boolean isUnsteady) {
        used++;
        bytes += size;
        if (isUnsteady) {
            unsteady++;
        }
    }

    /** One that counted as steady turns out not to be. */
    void becameUnsteady() {
        unsteady++;
    }

    void giveBack(int size, boolean wasUnsteady) {
        used--;
        bytes -= size;
        if (wasUnsteady) {
            unsteady--;
        }
    }

    int used() {
        return used;
    }
}
