package dev.sealpost.bench;

import java.util.Locale;

/** Counts deliveries, and what a process uses for them, from now on. */
final class Watch {

    private final ReceiverProcess receiver;
    private final long pid;
    private final Usage used;
    private final long count;
    private final long begun = System.nanoTime();

    /** @param pid of the process that is accounted for */
    Watch(ReceiverProcess receiver, long pid) throws InterruptedException {
        this.receiver = receiver;
        this.pid = pid;
        this.used = Usage.of(pid);
        this.count = receiver.count();
    }

    /**
     * What happened since a watch began.
     *
     * @param used by the process
     */
    record Span(long deliveries, double seconds, Usage used) {

        long perSecond() {
            return Math.round(deliveries / seconds);
        }

        /** For the table; empty where processes cannot be accounted for. */
        String cost(int fanOut) {
            if (deliveries == 0 || used.equals(Usage.NONE)) {
                return "";
            }
            double each = used.processor().toNanos() / 1e6 / deliveries;
            String perEvent = fanOut == 1 ? "" : String.format(Locale.ROOT, " (%.2f ms an event)", each * fanOut);
            return String.format(
                    Locale.ROOT,
                    "node: %.2f ms of processor time a delivery%s, %.0f %% of it system; switches: %.1f voluntary, %.1f"
                            + " involuntary",
                    each,
                    perEvent,
                    100.0
                            * used.system().toNanos()
                            / Math.max(1, used.processor().toNanos()),
                    used.voluntary() / (double) deliveries,
                    used.involuntary() / (double) deliveries);
        }
    }

    Span end() throws InterruptedException {
        Usage now = Usage.of(pid);
        return new Span(receiver.count() - count, (System.nanoTime() - begun) / 1e9, now.minus(used));
    }
}
