package dev.sealpost.event;

import dev.sealpost.application.ApplicationId;
import java.util.Arrays;
import java.util.Optional;

/**
 * Routes that an event passed through, for detecting endless loops of events. Only events that a route publishes while it works
 * on another event have hops.
 *
 * @param count number of routes
 * @param chain type of the first event, then the route and event type of each hop, such as {@code order.created >
 *     orders-to-stock > stock.reserved}. At most {@value #LONGEST} characters: the oldest hops are omitted. A type is followed
 *     by {@code @} and the application if that differs from the previous hop.
 */
public record Hops(int count, String chain) {

    private static final int LONGEST = 1000;
    private static final int LONGEST_SHOWN = 300;
    private static final String NEXT = " > ";
    private static final String CUT = "…";

    public Hops {
        if (count < 1 || chain.length() > LONGEST) {
            throw new IllegalArgumentException("invalid hops");
        }
    }

    /** Returns the hops of an event that a route publishes while it works on the parent. */
    public static Hops after(Event parent, String routeId, EventType type, ApplicationId application) {
        Optional<Hops> before = parent.content().hops();
        String start = before.map(Hops::chain).orElse(parent.type().name());
        String other = application.equals(parent.application()) ? "" : "@" + application.value();
        return new Hops(
                before.map(Hops::count).orElse(0) + 1,
                lastOf(start + NEXT + routeId + NEXT + type.name() + other, LONGEST));
    }

    /** Returns the shortest loop that ends in the last event; the end of the chain if there is no loop. */
    public String loop() {
        String[] parts = chain.split(NEXT, -1);
        int last = parts.length - 1;
        for (int i = last - 2; i > 0; i -= 2) {
            if (parts[i].equals(parts[last]) && parts[i - 1].equals(parts[last - 1])) {
                return lastOf(String.join(NEXT, Arrays.copyOfRange(parts, i, last + 1)), LONGEST_SHOWN);
            }
        }
        return lastOf(chain, LONGEST_SHOWN);
    }

    /** Returns the text for a column and a message property. */
    public String text() {
        return count + " " + chain;
    }

    /** Parses the result of {@link #text}; empty for other text, which a producer can send. */
    public static Optional<Hops> parse(String text) {
        int end = text.indexOf(' ');
        if (end < 1 || end > 6 || text.length() - end - 1 > LONGEST) {
            return Optional.empty();
        }
        try {
            int count = Integer.parseInt(text.substring(0, end));
            return count < 1 ? Optional.empty() : Optional.of(new Hops(count, text.substring(end + 1)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String lastOf(String chain, int longest) {
        if (chain.length() <= longest) {
            return chain;
        }
        String end = chain.substring(chain.length() - longest + CUT.length());
        int next = end.indexOf(NEXT);
        return CUT + (next < 0 ? end : end.substring(next));
    }
}
